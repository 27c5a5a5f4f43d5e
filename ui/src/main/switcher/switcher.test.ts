import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MainView } from '../../bridge/model';
import { mainView } from '../../bridge/scripted/data';
import { ScriptedMain } from '../../bridge/scripted/main';
import { mainScenes } from '../../bridge/scripted/mainScenes';
import { Watch } from '../../shell/watch.svelte';
import { Frames } from '../frames.svelte';
import MainWindow from '../MainWindow.svelte';

const signedIn = { state: 'signed_in' } as const;

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  await tick();
}

async function open(view: MainView = mainView(signedIn)) {
  const bridge = new ScriptedMain({ ...mainScenes.signed_in, view });
  const frames = new Frames(bridge, (parent, { title }) => {
    const element = document.createElement('iframe');
    element.title = title;
    parent.append(element);
    return { element, close: () => element.remove() };
  });
  const watch = new Watch<MainView>((onView) => bridge.watchView(onView));
  watch.start();
  render(MainWindow, { bridge, watch, frames });
  await settle();
  document.querySelector('iframe')?.focus();
  bridge.press('switch');
  await settle();
  return bridge;
}

const field = () => screen.getByRole('combobox');
const options = () => screen.queryAllByRole('option');
const selected = () => options().find((each) => each.getAttribute('aria-selected') === 'true');
const isOpen = () => document.querySelector('dialog') !== null;
const title = () => (document.activeElement instanceof HTMLIFrameElement ? document.activeElement.title : null);

async function key(name: string): Promise<void> {
  await fireEvent.keyDown(field(), { key: name });
  await settle();
}

async function type(text: string): Promise<void> {
  await fireEvent.input(field(), { target: { value: text } });
}

describe('the quick switcher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begins_in_the_field_with_the_widgets', async () => {
    await open();
    expect(document.activeElement).toBe(field());
    expect(options()[0]?.textContent).toContain('Channels');
    expect(field().getAttribute('aria-activedescendant')).toBe(selected()?.id);
  });

  it('goes_to_a_widget_by_what_is_typed', async () => {
    const bridge = await open();
    await type('mlst');
    await key('Enter');
    expect(bridge.calls).toContainEqual(['selectWidget', 'w-milestones']);
    expect(isOpen()).toBe(false);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Milestones');
  });

  it('arrows_go_round', async () => {
    await open();
    await key('ArrowDown');
    expect(selected()).toBe(options()[1]);
    await key('ArrowUp');
    await key('ArrowUp');
    expect(selected()).toBe(options().at(-1));
    expect(field().getAttribute('aria-activedescendant')).toBe(selected()?.id);
  });

  it.each([
    ['preferences', { page: 'preferences' }],
    ['add widget', { page: 'add_widget', community: 'northwind' }],
    ['northwind accounts', { page: 'accounts', community: 'northwind' }],
    ['settings north', { page: 'community', community: 'northwind' }],
  ])('%s_opens_its_page', async (typed, page) => {
    const bridge = await open();
    await type(typed);
    await key('Enter');
    expect(bridge.calls).toContainEqual(['openSetup', page]);
  });

  it('does_what_a_shortcut_does', async () => {
    const bridge = await open();
    await type('load again');
    await key('Enter');
    await settle();
    expect(bridge.calls.filter(([name]) => name === 'openFrame')).toHaveLength(2);
  });

  it('opens_the_shortcuts_from_which_the_focus_goes_back_to_the_widget', async () => {
    await open();
    await type('shortcuts');
    await key('Enter');
    const sheet = screen.getByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(screen.getByRole('row', { name: 'Next widget Ctrl+Tab' })).toBeTruthy();
    await fireEvent.keyDown(sheet, { key: 'Escape' });
    await settle();
    expect(isOpen()).toBe(false);
    expect(title()).toBe('Channels');
  });

  it('escape_gives_the_focus_back_and_does_not_leave_the_widget_as_well', async () => {
    const bridge = await open();
    await key('Escape');
    expect(isOpen()).toBe(false);
    expect(title()).toBe('Channels');
    bridge.press('leave_widget');
    await settle();
    expect(title()).toBe('Channels');
    bridge.press('leave_widget');
    await settle();
    expect(title()).toBeNull();
  });

  it('its_shortcut_closes_it_as_well', async () => {
    const bridge = await open();
    bridge.press('switch');
    await settle();
    expect(isOpen()).toBe(false);
    expect(title()).toBe('Channels');
  });

  it('says_that_nothing_was_found', async () => {
    await open();
    await type('zzzz');
    expect(options()).toEqual([]);
    expect(screen.getByText('Nothing goes by that name.')).toBeTruthy();
    await key('Enter');
    expect(isOpen()).toBe(true);
  });
});
