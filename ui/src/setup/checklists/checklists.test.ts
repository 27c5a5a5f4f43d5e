import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import itemSource from '../../bridge/types/ChecklistItem.ts?raw';
import type { SetupView } from '../../bridge/model';
import { usualDiagnosis } from '../../bridge/scripted/diagnoses';
import { ScriptedSetup } from '../../bridge/scripted/setup';
import { type SetupScene, setupScenes } from '../../bridge/scripted/setupScenes';
import { Watch } from '../../shell/watch.svelte';
import SetupWindow from '../SetupWindow.svelte';
import { itemTexts } from './items';

const line = (item: string) => document.querySelector<HTMLElement>(`[data-item=${item}]`);

async function show(scene: SetupScene) {
  const bridge = new ScriptedSetup(scene);
  const watch = new Watch<SetupView>((onView) => bridge.watchSetup(onView));
  watch.start();
  render(SetupWindow, { bridge, watch });
  await tick();
  return bridge;
}

describe('the checklists', () => {
  it('every_line_is_told_by_a_step_and_none_can_be_ticked', async () => {
    await show(setupScenes.checklists);
    await waitFor(() => expect(line('https')).not.toBeNull());
    const lines = [...document.querySelectorAll<HTMLElement>('[data-item]')];
    expect(lines).toHaveLength(12);
    for (const each of lines) {
      expect(each.dataset['light']).toBe('green');
      expect(within(each).getByText('Yes')).toBeTruthy();
      expect(within(each).getByText(/^By the step: ./u)).toBeTruthy();
    }
    expect(document.querySelector('input')).toBeNull();
  });

  it('what_fails_is_red_by_its_word_until_a_run_says_otherwise', async () => {
    const bridge = await show(setupScenes.checklists_red);
    await waitFor(() => expect(line('sign_in_tested')?.dataset['light']).toBe('red'));
    expect(line('sign_in_tested')?.textContent).toContain('No');
    expect(line('https')?.dataset['light']).toBe('green');
    bridge.diagnosis = usualDiagnosis;
    await fireEvent.click(screen.getByRole('button', { name: 'Run again' }));
    await waitFor(() => expect(line('sign_in_tested')?.dataset['light']).toBe('green'));
  });

  it('each_widget_of_a_community_leads_to_them', async () => {
    const bridge = await show(setupScenes.community);
    const widget = document.querySelector<HTMLElement>('[data-widget=w-store]');
    await fireEvent.click(within(widget as HTMLElement).getByText('Checklists'));
    await waitFor(() => expect(bridge.calls).toContainEqual(['diagnose', 'w-store']));
    expect(screen.getByText(/walked for Spring store/u)).toBeTruthy();
  });

  it('every_item_of_rust_has_a_text', () => {
    const items = [...itemSource.matchAll(/"([a-z_]+)"/gu)].map(([, item]) => item ?? '');
    expect(Object.keys(itemTexts).sort()).toEqual([...items].sort());
  });
});
