import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { rejection } from '../../bridge/scripted/data';
import { ScriptedSetup } from '../../bridge/scripted/setup';
import { setupScenes } from '../../bridge/scripted/setupScenes';
import Support from './Support.svelte';

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const status = () => screen.getByRole('status').textContent.trim();

function show(verboseUntil: number | null, change: Partial<ScriptedSetup> = {}) {
  const bridge = Object.assign(new ScriptedSetup(setupScenes.preferences), change);
  render(Support, { bridge, verboseUntil });
  return bridge;
}

describe('the log, for support', () => {
  it('says_what_is_not_in_it_and_opens_its_folder', async () => {
    const bridge = show(null);
    expect(document.body.textContent).toContain('It holds no key, no token and no email');
    expect(status()).toBe('');
    await fireEvent.click(button('Open log folder'));
    expect(bridge.calls).toEqual([['openLogFolder']]);
  });

  it('says_more_for_ten_minutes_and_until_when', async () => {
    const bridge = show(null);
    await fireEvent.click(button('Log more for ten minutes'));
    expect(bridge.calls).toEqual([['logVerbosely', true]]);
  });

  it('can_be_ended_before', async () => {
    const bridge = show(new Date(2026, 0, 1, 14, 32).getTime());
    expect(status()).toMatch(/^The log says more until 2:32\sPM\./);
    await fireEvent.click(button('Log as usual'));
    expect(bridge.calls).toEqual([['logVerbosely', false]]);
  });

  it('says_why_the_folder_does_not_open', async () => {
    show(null, { refuse: { openLogFolder: rejection('internal') } });
    await fireEvent.click(button('Open log folder'));
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});
