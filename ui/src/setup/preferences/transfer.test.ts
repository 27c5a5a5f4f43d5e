import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { importPlan, rejection } from '../../bridge/scripted/data';
import { ScriptedSetup } from '../../bridge/scripted/setup';
import { setupScenes } from '../../bridge/scripted/setupScenes';
import Transfer from './Transfer.svelte';

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const status = () => screen.getByRole('status').textContent.trim();
const items = () => screen.getAllByRole('listitem').map((item) => item.textContent);

function show(change: Partial<ScriptedSetup> = {}) {
  const bridge = Object.assign(new ScriptedSetup(setupScenes.preferences), change);
  render(Transfer, { bridge });
  return bridge;
}

describe('moving to another computer', () => {
  it('says_that_keys_are_not_in_the_file_and_that_it_was_written', async () => {
    show();
    expect(document.body.textContent).toContain('It has no Widget API keys');
    await fireEvent.click(button('Export…'));
    expect(status()).toBe('The file was written.');
  });

  it('shows_each_thing_that_a_file_would_change_before_it_is_taken', async () => {
    const bridge = show();
    await fireEvent.click(button('Import…'));
    expect(screen.getAllByRole('heading', { level: 3 }).map((title) => title.textContent)).toEqual([
      'Added',
      'Changed',
      'Already here',
      'Not taken',
    ]);
    expect(items()).toEqual([
      'Lantern Bay at https://widgets.lantern-bay.example',
      'Channels in Lantern Bay',
      'amara@lantern-bay.example in Lantern Bay',
      'Theme: Dark instead of As the system',
      'Language: Español instead of As the system',
      'Northwind is then called Northwind Traders',
      'Size of Store: 125% instead of 100%',
      'Milestones in Northwind Traders',
      'Whether Store has its own key: that goes by the keys of this computer.',
      'The order of the widgets in Northwind Traders: it stays as it is here.',
    ]);
    expect(bridge.calls).toEqual([['planImport']]);
  });

  it('takes_what_was_shown_by_its_name_and_gives_the_focus_back', async () => {
    const bridge = show();
    await fireEvent.click(button('Import…'));
    await fireEvent.click(button('Take these changes'));
    expect(bridge.calls).toContainEqual(['takeImport', 'plan-1']);
    expect(status()).toMatch(/^The file was taken/);
    expect(screen.queryByRole('list')).toBeNull();
    expect(document.activeElement).toBe(button('Import…'));
  });

  it('a_person_who_declines_sees_the_changes_still', async () => {
    show({ agrees: false });
    await fireEvent.click(button('Import…'));
    await fireEvent.click(button('Take these changes'));
    expect(items().length).toBe(10);
    await fireEvent.click(button('Cancel'));
    expect(screen.queryByRole('list')).toBeNull();
    expect(status()).toBe('');
    expect(document.activeElement).toBe(button('Import…'));
  });

  it('a_file_that_is_here_already_has_nothing_to_take', async () => {
    const { same } = importPlan.difference;
    show({ plan: { plan: 'plan-2', difference: { added: [], changed: [], same, kept: [] } } });
    await fireEvent.click(button('Import…'));
    expect(status()).toBe('All of this file is here already.');
    expect(screen.queryByRole('button', { name: 'Take these changes' })).toBeNull();
  });

  it('a_file_that_is_refused_leaves_no_plan_of_before', async () => {
    const bridge = show();
    await fireEvent.click(button('Import…'));
    bridge.refuse = { planImport: rejection('import_invalid', 'communities[0].origin') };
    await fireEvent.click(button('Import…'));
    const alert = await screen.findByRole('alert');
    expect(alert.dataset['code']).toBe('import_invalid');
    expect(alert.textContent).toContain('communities[0].origin');
    expect(screen.queryByRole('list')).toBeNull();
  });

  it('no_file_changes_nothing', async () => {
    show({ plan: null });
    await fireEvent.click(button('Import…'));
    expect(screen.queryByRole('list')).toBeNull();
    expect(status()).toBe('');
  });
});
