import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MainView } from '../bridge/model';
import { failure, magnified, mainView, rejection, usualPreferences } from '../bridge/scripted/data';
import { ScriptedMain } from '../bridge/scripted/main';
import { type MainScene, mainScenes } from '../bridge/scripted/mainScenes';
import { Watch } from '../shell/watch.svelte';
import type { OpenWidgetFrame } from './frame.svelte';
import { Frames } from './frames.svelte';
import MainWindow from './MainWindow.svelte';

type Ports = Parameters<OpenWidgetFrame>[2];

async function show(scene: MainScene) {
  const bridge = new ScriptedMain(scene);
  const ports: Ports[] = [];
  const frames = new Frames(bridge, (parent, frame, given) => {
    const element = document.createElement('iframe');
    element.title = frame.title;
    parent.append(element);
    ports.push(given);
    return { element, close: () => element.remove() };
  });
  const watch = new Watch<MainView>((onView) => bridge.watchView(onView));
  watch.start();
  render(MainWindow, { bridge, watch, frames });
  await settle();
  return { bridge, ports, watch };
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  await tick();
}

const area = () => document.querySelector<HTMLElement>('[data-state]');
/** Which widgets can be seen, and where. */
function sides(): Record<string, string | undefined> {
  const shown = [...document.querySelectorAll<HTMLElement>('.slot.raised')];
  return Object.fromEntries(shown.map((slot) => [slot.querySelector('iframe')?.title ?? '', slot.dataset['side']]));
}

const button = (name: string) => screen.getByRole('button', { name });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the main window', () => {
  it('shell_is_there_before_the_first_view', async () => {
    await show(mainScenes.starting);
    expect(screen.getByRole('navigation', { name: 'Widgets' }).getAttribute('aria-busy')).toBe('true');
    expect(area()?.dataset['state']).toBe('starting');
  });

  it('a_chosen_theme_is_worn_at_once', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    expect(document.documentElement.dataset['theme']).toBe('system');
    for (const theme of ['dark', 'high_contrast', 'light'] as const) {
      bridge.push(mainView({ state: 'signed_in' }, { preferences: { ...usualPreferences, theme } }));
      await settle();
      expect(document.documentElement.dataset['theme']).toBe(theme);
    }
  });

  it('two_widgets_are_shown_side_by_side_and_neither_loads_anew', async () => {
    const { bridge, ports } = await show(mainScenes.signed_in);
    await fireEvent.click(button('Show a widget beside this one'));
    await settle();
    await fireEvent.click(screen.getByRole('option', { name: /^Store/ }));
    await settle();
    expect(bridge.calls).toContainEqual(['showBeside', 'w-store', 50]);
    expect(sides()).toEqual({ Channels: 'start', Store: 'end' });
    await fireEvent.click(button('Store'));
    await settle();
    expect(sides()).toEqual({ Channels: 'start', Store: 'end' });
    expect(document.querySelector('[aria-current=page]')?.textContent).toContain('Store');
    expect(ports).toHaveLength(2);
  });

  it('a_widget_in_a_window_of_its_own_is_not_loaded_here_as_well', async () => {
    const { bridge, ports } = await show(mainScenes.signed_in);
    await fireEvent.click(button('Open in a window of its own'));
    await settle();
    expect(area()?.dataset['state']).toBe('elsewhere');
    expect(document.querySelectorAll('iframe')).toHaveLength(0);
    expect(ports).toHaveLength(1);
    await fireEvent.click(button('Show that window'));
    expect(bridge.calls.filter(([name]) => name === 'takeOut')).toEqual([
      ['takeOut', 'w-channels'],
      ['takeOut', 'w-channels'],
    ]);
    bridge.push(mainView({ state: 'signed_in' }));
    await settle();
    expect(ports).toHaveLength(2);
  });

  it('a_widgets_own_window_shows_nothing_but_the_widget', async () => {
    const { bridge } = await show(mainScenes.own_window);
    expect(document.querySelector('aside')?.hidden).toBe(true);
    expect(screen.queryByRole('button', { name: 'Open in a window of its own' })).toBeNull();
    for (const action of ['toggle_sidebar', 'switch', 'show_beside', 'take_out'] as const) bridge.press(action);
    await settle();
    expect(document.querySelector('aside')?.hidden).toBe(true);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(bridge.calls.map(([name]) => name)).not.toContain('takeOut');
  });

  it('the_divider_moves_by_keys_and_stays_within_its_bounds', async () => {
    const { bridge } = await show(mainScenes.side_by_side);
    const divider = screen.getByRole('separator');
    const shares = [];
    for (const key of ['ArrowRight', 'ArrowLeft', 'Home', 'ArrowLeft', 'End']) {
      await fireEvent.keyDown(divider, { key });
      await settle();
      shares.push(divider.getAttribute('aria-valuenow'));
    }
    expect(shares).toEqual(['62', '60', '20', '20', '80']);
    expect(bridge.calls).toContainEqual(['showBeside', 'w-store', 62]);
  });

  it('closing_the_pane_that_is_worked_in_leaves_the_window_to_the_other_widget', async () => {
    const { bridge } = await show(mainScenes.side_by_side);
    const [close] = screen.getAllByRole('button', { name: 'Close this side' });
    await fireEvent.click(close as HTMLElement);
    await settle();
    expect(bridge.calls).toContainEqual(['selectWidget', 'w-store']);
    expect(sides()).toEqual({ Store: 'start' });
  });

  it('a_pressed_shortcut_hides_the_sidebar_and_brings_it_back', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    for (const hidden of [true, false]) {
      bridge.press('toggle_sidebar');
      await settle();
      expect(document.querySelector('aside')?.hidden).toBe(hidden);
    }
  });

  it('a_pressed_shortcut_loads_the_selected_widget_anew', async () => {
    const { bridge, ports } = await show(mainScenes.signed_in);
    bridge.press('reload');
    await settle();
    expect(ports).toHaveLength(2);
    expect(bridge.calls.filter(([name]) => name === 'openFrame')).toEqual([
      ['openFrame', 'w-channels'],
      ['openFrame', 'w-channels'],
    ]);
  });

  it('escape_leads_from_the_frame_to_the_sidebar_and_from_elsewhere_nowhere', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    button('Store').focus();
    bridge.press('leave_widget');
    await settle();
    expect(document.activeElement).toBe(button('Store'));
    document.querySelector('iframe')?.focus();
    bridge.press('toggle_sidebar');
    bridge.press('leave_widget');
    await settle();
    expect(document.activeElement).toBe(button('Channels'));
  });

  it('sidebar_has_one_button_a_widget_and_marks_the_selected_one', async () => {
    await show(mainScenes.signed_in);
    const buttons = within(screen.getByRole('navigation', { name: 'Widgets' })).getAllByRole('button');
    expect(buttons.map(({ textContent }) => textContent.trim())).toEqual([
      'Channels',
      'Store',
      'Milestones',
      'Currency Overview',
    ]);
    expect(buttons.map((each) => each.getAttribute('aria-current'))).toEqual(['page', null, null, null]);
  });

  it('a_click_selects_at_once_and_tells_rust', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    await fireEvent.click(button('Store'));
    expect(button('Store').getAttribute('aria-current')).toBe('page');
    expect(bridge.calls).toContainEqual(['selectWidget', 'w-store']);
    await settle();
    expect(document.querySelector('iframe[title="Store"]')).not.toBeNull();
  });

  it('a_refused_selection_goes_back_and_says_why', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    bridge.refuse = { selectWidget: rejection('settings_not_saved') };
    await fireEvent.click(button('Store'));
    await settle();
    expect(button('Channels').getAttribute('aria-current')).toBe('page');
    expect(screen.getByRole('alert').dataset['code']).toBe('settings_not_saved');
  });

  it('origin_bar_names_widget_community_host_and_account', async () => {
    await show(mainScenes.signed_in);
    const bar = document.querySelector('[data-origin-bar]')?.textContent;
    for (const part of ['Channels', 'Northwind Traders Club', 'prod-widgets.returning.ai', 'mara.lindqvist@']) {
      expect(bar).toContain(part);
    }
  });

  it('a_size_other_than_the_usual_one_is_told', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    const told = () => document.querySelector('[data-origin-bar] [data-zoom]')?.textContent.trim();
    expect(told()).toBeUndefined();
    bridge.push(magnified(mainView({ state: 'signed_in' }), 'w-channels', 125));
    await settle();
    expect(told()).toBe('125%');
    await fireEvent.click(button('Store'));
    await settle();
    expect(told()).toBeUndefined();
  });

  it('signing_in_unlocking_and_opening_have_their_own_words', async () => {
    const { bridge, ports } = await show(mainScenes.signing_in);
    expect(screen.getByText('Signing in…')).toBeTruthy();
    bridge.push(mainScenes.unlocking.view);
    await settle();
    expect(screen.getByText('Waiting for you to unlock the keychain…')).toBeTruthy();
    bridge.push(mainView({ state: 'signed_in' }));
    await settle();
    expect(screen.getByText('Opening Channels…')).toBeTruthy();
    ports[0]?.report('token_handed_over');
    await settle();
    expect(area()?.dataset['state']).toBe('shown');
  });

  it('waiting_counts_down_to_the_next_attempt', async () => {
    await show(mainScenes.waiting);
    expect(screen.getByRole('alert').dataset['code']).toBe('service_down');
    expect(screen.getByText('Trying again in 24 sec')).toBeTruthy();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(screen.getByText('Trying again in 14 sec')).toBeTruthy();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(screen.getByText('Trying again now…')).toBeTruthy();
  });

  it('failed_says_what_to_do_and_leads_to_the_setting', async () => {
    const { bridge } = await show(mainScenes.failed);
    expect(screen.getByRole('alert').dataset['code']).toBe('key_refused');
    await fireEvent.click(button('Open key settings'));
    expect(bridge.calls).toContainEqual(['openSetup', { page: 'community', community: 'northwind' }]);
  });

  it.each(['failed', 'waiting'] as const)('%s_leads_to_a_diagnosis_of_the_widget', async (scene) => {
    const { bridge } = await show(mainScenes[scene]);
    await fireEvent.click(button('Find the cause'));
    const page = { page: 'diagnosis', community: 'northwind', widget: 'w-channels' };
    expect(bridge.calls).toContainEqual(['openSetup', page]);
  });

  it('try_again_opens_the_widget_anew_and_keeps_the_focus_with_it', async () => {
    const { bridge } = await show(mainScenes.failed);
    await fireEvent.click(button('Try again'));
    await settle();
    expect(bridge.calls.filter(([name]) => name === 'openFrame')).toHaveLength(2);
    expect(document.activeElement).toBe(area());
  });

  it('a_failure_after_the_widget_was_shown_leaves_it_in_view', async () => {
    const { bridge, ports } = await show(mainScenes.signed_in);
    ports[0]?.report('token_handed_over');
    bridge.push(mainView({ state: 'failed', error: failure('unreachable') }));
    await settle();
    expect(screen.getByRole('alert').dataset['code']).toBe('unreachable');
    expect(area()?.dataset['covered']).toBe('false');
  });

  it('f47_a_silent_widget_stays_in_view_under_a_strip', async () => {
    const { ports } = await show(mainScenes.opening);
    ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(8_500);
    expect(area()?.dataset['state']).toBe('silent');
    expect(area()?.dataset['covered']).toBe('false');
    expect(screen.getByRole('alert').dataset['code']).toBe('frame_timed_out');
    expect(screen.getByText(/never asked for its token/)).toBeTruthy();
    expect(button('Try again')).toBeTruthy();
  });

  it('f47_a_slow_page_gets_a_calm_hint_and_appears_once_it_speaks', async () => {
    const { ports } = await show(mainScenes.opening);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(screen.getByRole('status').textContent).toContain('takes longer than usual');
    expect(screen.queryByRole('alert')).toBeNull();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(screen.getByText('Channels takes long to load')).toBeTruthy();
    expect(area()?.dataset['covered']).toBe('false');
    ports[0]?.report('loaded');
    ports[0]?.report('token_asked');
    ports[0]?.report('token_handed_over');
    await settle();
    expect(area()?.dataset['state']).toBe('shown');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('f47_a_missing_page_is_named_in_its_place_and_can_be_tried_again', async () => {
    const { bridge, ports } = await show(mainScenes.page_not_found);
    ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(4_500);
    expect(screen.getByRole('alert').dataset['code']).toBe('page_not_found');
    expect(area()?.dataset['covered']).toBe('true');
    await fireEvent.click(button('Try again'));
    await settle();
    expect(bridge.calls.filter(([name]) => name === 'openFrame')).toHaveLength(2);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('f47_where_nothing_answers_the_frame_is_not_covered', async () => {
    await show(mainScenes.page_unreachable);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(screen.getByRole('alert').dataset['code']).toBe('unreachable');
    expect(area()?.dataset['covered']).toBe('false');
  });

  it('f47_a_refused_framing_comes_with_the_words_for_the_service_s_support', async () => {
    await show(mainScenes.framing_refused);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(screen.getByRole('alert').dataset['code']).toBe('framing_refused');
    const words = screen.getByRole('region', { name: 'For the service’s support' }).textContent;
    for (const part of [
      'Returning Widgets',
      'https://prod-widgets.returning.ai/channel-widget/65b1f0c2a4d9e8b7c6a5f432',
      "frame-ancestors 'self' https://crm.northwind.example\n",
      'Please add tauri://localhost',
      "frame-ancestors 'self' https://crm.northwind.example tauri://localhost",
    ]) {
      expect(words).toContain(part);
    }
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    await fireEvent.click(button('Copy'));
    await settle();
    expect(writeText.mock.calls).toEqual([[words]]);
    expect(screen.getByRole('status').textContent).toContain('Copied');
    writeText.mockImplementation(() => Promise.reject(new Error('denied')));
    await fireEvent.click(button('Copy'));
    await settle();
    expect(screen.getByRole('status').textContent).toContain('Not copied');
    expect(getSelection()?.toString()).toBe(words);
    vi.unstubAllGlobals();
  });

  it('signed_out_offers_to_sign_in', async () => {
    const { bridge } = await show(mainScenes.signed_out);
    await fireEvent.click(button('Sign in'));
    expect(bridge.calls).toContainEqual(['openSetup', { page: 'accounts', community: 'northwind' }]);
    expect(document.querySelector('iframe')).toBeNull();
  });

  it.each(['Sign out', 'Switch account'])('%s_opens_the_accounts', async (name) => {
    const { bridge } = await show(mainScenes.signed_in);
    await fireEvent.click(button(name));
    expect(bridge.calls).toContainEqual(['openSetup', { page: 'accounts', community: 'northwind' }]);
  });

  it('no_widgets_offers_to_add_one', async () => {
    const { bridge } = await show(mainScenes.empty);
    await fireEvent.click(button('Add widget'));
    expect(bridge.calls).toContainEqual(['openSetup', { page: 'add_widget', community: 'northwind' }]);
  });

  it('demo_leads_to_the_real_thing', async () => {
    const { bridge } = await show(mainScenes.demo);
    await fireEvent.click(button('Connect your community'));
    expect(bridge.calls).toContainEqual(['openSetup', { page: 'start' }]);
  });

  it('a_notice_is_one_quiet_banner', async () => {
    await show(mainScenes.notice);
    expect(screen.getByRole('alert').dataset['code']).toBe('settings_damaged');
  });

  it('a_refused_watch_is_seen_and_can_be_tried_again', async () => {
    const bridge = new ScriptedMain(mainScenes.signed_in);
    bridge.refuse = { watchView: rejection('internal') };
    const watch = new Watch<MainView>((onView) => bridge.watchView(onView));
    watch.start();
    const frames = new Frames(bridge, () => ({ element: document.createElement('iframe'), close: () => undefined }));
    render(MainWindow, { bridge, watch, frames });
    await settle();
    expect(screen.getByRole('alert').dataset['code']).toBe('internal');
    bridge.refuse = {};
    await fireEvent.click(button('Try again'));
    await settle();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(button('Channels')).toBeTruthy();
  });
});

describe('a page of the main window among others', () => {
  const behind = (change: Partial<MainView> = {}) => mainView({ state: 'signed_in' }, { in_front: false, ...change });

  it('a_shortcut_is_for_the_page_in_front', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    bridge.push(behind({ presses: [{ number: 1, action: 'switch' }] }));
    await settle();
    expect(screen.queryByRole('dialog')).toBeNull();
    bridge.push(mainView({ state: 'signed_in' }, { presses: [{ number: 1, action: 'switch' }] }));
    await settle();
    expect(screen.queryByRole('dialog'), 'it was for the page that was in front then').toBeNull();
  });

  it('the_sidebar_is_hidden_in_all_pages', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    bridge.push(behind({ presses: [{ number: 1, action: 'toggle_sidebar' }] }));
    await settle();
    expect(document.querySelector('aside')?.hidden).toBe(true);
  });

  it('the_keyboard_is_on_the_selected_widget_when_its_page_comes_to_the_front', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    bridge.push(behind());
    await settle();
    bridge.push(mainView({ state: 'signed_in' }));
    await settle();
    expect(document.activeElement?.getAttribute('data-widget')).toBe('w-channels');
  });

  it('what_another_page_has_can_not_be_shown_beside', async () => {
    const { bridge } = await show(mainScenes.signed_in);
    const [first] = mainView({ state: 'signed_in' }).communities;
    if (!first) throw new Error('The view has no community.');
    const far = { ...first, id: 'far', name: 'Far', elsewhere: true };
    far.widgets = first.widgets.map((widget) => ({ ...widget, id: `far-${widget.id}`, name: `Far ${widget.name}` }));
    bridge.push(
      mainView({ state: 'signed_in' }, { communities: [first, far], presses: [{ number: 1, action: 'show_beside' }] }),
    );
    await settle();
    const names = screen.getAllByRole('option').map((option) => option.textContent);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => name.includes('Far'))).toEqual([]);
  });
});
