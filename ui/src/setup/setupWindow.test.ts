import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { SetupView } from '../bridge/model';
import { failure, rejection, usualPreferences } from '../bridge/scripted/data';
import { ScriptedSetup } from '../bridge/scripted/setup';
import { type SetupScene, setupScenes, stepsUpTo } from '../bridge/scripted/setupScenes';
import { Watch } from '../shell/watch.svelte';
import SetupWindow from './SetupWindow.svelte';

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const page = () => document.querySelector<HTMLElement>('[data-page]')?.dataset['page'];
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label, { selector: 'input, textarea' });

async function show(scene: SetupScene) {
  const bridge = new ScriptedSetup(scene);
  const watch = new Watch<SetupView>((onView) => bridge.watchSetup(onView));
  watch.start();
  render(SetupWindow, { bridge, watch });
  await tick();
  return bridge;
}

describe('the setup window', () => {
  it('a_theme_that_is_chosen_is_worn_at_once', async () => {
    const bridge = await show(setupScenes.preferences);
    await fireEvent.change(screen.getByLabelText('Theme'), { target: { selectedIndex: 3 } });
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('high_contrast'));
    expect(bridge.calls).toContainEqual(['setPreferences', { ...usualPreferences, theme: 'high_contrast' }]);
  });

  it('what_closing_means_and_the_start_at_log_in_can_be_chosen', async () => {
    const bridge = await show(setupScenes.preferences);
    await fireEvent.change(screen.getByLabelText('When the window is closed'), { target: { selectedIndex: 1 } });
    expect(bridge.calls).toContainEqual(['setPreferences', { ...usualPreferences, on_close: 'keep_running' }]);
    const autostart = screen.getByRole<HTMLInputElement>('checkbox', { name: /^Start at log-in/u });
    expect(autostart.checked).toBe(false);
    await fireEvent.click(autostart);
    await waitFor(() => expect(autostart.checked).toBe(true));
    expect(bridge.calls).toContainEqual(['setAutostart', true]);
  });

  it('a_start_at_log_in_that_cannot_be_changed_says_so_and_stays_as_it_was', async () => {
    const bridge = await show(setupScenes.preferences);
    bridge.refuse = { setAutostart: rejection('autostart_failed') };
    const autostart = screen.getByRole<HTMLInputElement>('checkbox', { name: /^Start at log-in/u });
    await fireEvent.click(autostart);
    await waitFor(() => expect(document.querySelector('[data-code=autostart_failed]')).not.toBeNull());
    expect(autostart.checked).toBe(false);
  });

  it('when_widgets_sleep_and_how_many_stay_awake_are_chosen', async () => {
    const bridge = await show(setupScenes.preferences);
    const time = screen.getByLabelText<HTMLSelectElement>('Put to sleep when out of view for');
    expect([...time.options].map(({ text }) => text)).toEqual([
      '5 minutes',
      '15 minutes',
      '30 minutes',
      '60 minutes',
      'Never',
    ]);
    expect(time.value).toBe('30');
    await fireEvent.change(time, { target: { selectedIndex: 4 } });
    expect(bridge.calls).toContainEqual(['setPreferences', { ...usualPreferences, sleep_after_minutes: 'never' }]);
    await fireEvent.change(screen.getByLabelText('Widgets awake at once'), { target: { selectedIndex: 0 } });
    expect(bridge.calls.at(-1)).toMatchObject(['setPreferences', { live_frames: '3' }]);
  });

  it('first_start_has_two_doors', async () => {
    const bridge = await show(setupScenes.start);
    await fireEvent.click(button('Open the demo community'));
    expect(bridge.calls).toContainEqual(['openDemo']);
    await fireEvent.click(button('Connect your community'));
    expect(page()).toBe('connect');
  });

  it('a_demo_that_does_not_start_says_so', async () => {
    const bridge = await show(setupScenes.start);
    bridge.refuse = { openDemo: rejection('demo_failed') };
    await fireEvent.click(button('Open the demo community'));
    expect((await screen.findByRole('alert')).dataset['code']).toBe('demo_failed');
  });

  it('follows_each_turn_of_the_page_even_to_the_same_page', async () => {
    const bridge = await show(setupScenes.community);
    await fireEvent.click(button('Manage accounts'));
    expect(page()).toBe('accounts');
    bridge.push({ communities: [...setupScenes.community.view.communities] });
    await tick();
    expect(page()).toBe('accounts');
    bridge.push({ page_turn: 2 });
    await tick();
    expect(page()).toBe('community');
  });

  it('escape_goes_back_but_first_answers_a_question', async () => {
    await show(setupScenes.community);
    await fireEvent.click(button('Remove key'));
    await fireEvent.keyDown(window, { key: 'Escape' });
    expect(page()).toBe('community');
    expect(button('Replace key')).toBeTruthy();
    await fireEvent.keyDown(window, { key: 'Escape' });
    expect(page()).toBe('start');
  });

  it('escape_in_a_field_does_not_lose_what_was_typed', async () => {
    await show(setupScenes.connect);
    field('Community ID').focus();
    await fireEvent.keyDown(window, { key: 'Escape' });
    expect(page()).toBe('connect');
    await fireEvent.keyDown(window, { key: 'Escape' });
    expect(page()).toBe('start');
  });

  it('replacing_the_key_sends_it_once_and_empties_the_field', async () => {
    const bridge = await show(setupScenes.community_no_key);
    await fireEvent.click(button('Enter key'));
    bridge.refuse = { setKey: rejection('keychain_unavailable') };
    await fireEvent.input(field('Widget API key'), { target: { value: 'key-to-find' } });
    await fireEvent.click(button('Save key'));
    expect((await screen.findByRole('alert')).dataset['code']).toBe('keychain_unavailable');
    expect(field('Widget API key').value).toBe('');
    bridge.refuse = {};
    await fireEvent.click(button('Keep it for this session only'));
    expect(screen.queryByRole('alert')).toBeNull();
    await fireEvent.click(button('Save key'));
    expect((await screen.findByRole('alert')).dataset['code']).toBe('key_empty');
    await fireEvent.input(field('Widget API key'), { target: { value: 'key-to-find' } });
    await fireEvent.click(button('Save key'));
    await waitFor(() => expect(screen.queryByLabelText('Widget API key', { selector: 'input' })).toBeNull());
    expect(bridge.calls.filter(([name]) => name === 'setKey')).toEqual([
      ['setKey', 'northwind', null, 'key-to-find', 'keychain'],
      ['setKey', 'northwind', null, 'key-to-find', 'this_session'],
    ]);
  });

  it('a_widget_is_moved_by_key_and_its_new_place_is_said', async () => {
    const bridge = await show(setupScenes.community);
    const order = () =>
      [...document.querySelectorAll<HTMLElement>('[data-widget]')].map((row) => row.dataset['widget']);
    const [first = '', second = '', third = ''] = order();
    const name = setupScenes.community.view.communities[0]?.widgets[0]?.name ?? '';
    const handle = button(`Move ${name}`);
    handle.focus();
    await fireEvent.keyDown(handle, { key: 'ArrowUp' });
    expect(bridge.calls.some(([call]) => call === 'moveWidget')).toBe(false);
    await fireEvent.keyDown(handle, { key: 'ArrowDown' });
    await waitFor(() => expect(order().slice(0, 3)).toEqual([second, first, third]));
    expect(bridge.calls).toContainEqual(['moveWidget', first, third]);
    expect(document.activeElement).toBe(button(`Move ${name}`));
    expect(screen.getByText(`${name}: place 2 of ${String(order().length)}`)).toBeTruthy();
    await fireEvent.keyDown(handle, { key: 'End' });
    await waitFor(() => expect(order().at(-1)).toBe(first));
    expect(bridge.calls).toContainEqual(['moveWidget', first, null]);
    expect(document.activeElement).toBe(button(`Move ${name}`));
  });

  it('a_move_that_fails_is_said_and_leaves_the_order', async () => {
    const bridge = await show(setupScenes.start_two);
    bridge.refuse = { moveCommunity: rejection('unknown_community') };
    await fireEvent.keyDown(button('Move Harbour Club'), { key: 'Home' });
    expect((await screen.findByRole('alert')).dataset['code']).toBe('unknown_community');
    bridge.refuse = {};
    await fireEvent.keyDown(button('Move Harbour Club'), { key: 'Home' });
    await screen.findByText('Harbour Club: place 1 of 2');
    expect(bridge.calls).toContainEqual(['moveCommunity', 'harbour', 'northwind']);
  });

  it('a_community_is_given_a_colour', async () => {
    const bridge = await show(setupScenes.community);
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Blue' }).checked).toBe(true);
    await fireEvent.click(screen.getByRole('radio', { name: 'Pink' }));
    expect(bridge.calls).toContainEqual(['decorateCommunity', 'northwind', 'pink']);
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Pink' }).checked).toBe(true));
    await fireEvent.click(screen.getByRole('radio', { name: 'None' }));
    expect(bridge.calls).toContainEqual(['decorateCommunity', 'northwind', null]);
  });

  it('what_was_removed_is_put_back_at_its_place', async () => {
    const bridge = await show(setupScenes.community);
    const rows = () => [...document.querySelectorAll<HTMLElement>('[data-widget]')].map((row) => row.dataset['widget']);
    const before = rows();
    const first = document.querySelector<HTMLElement>('[data-widget]') ?? document.body;
    await fireEvent.click(within(first).getByRole('button', { name: 'Channels' }));
    await fireEvent.click(within(first).getByRole('button', { name: 'Remove widget' }));
    await fireEvent.click(within(first).getByRole('button', { name: 'Remove widget' }));
    expect((await screen.findByText('Channels was removed.')).closest('[role="status"]')).not.toBeNull();
    expect(rows()).toEqual(before.slice(1));
    await fireEvent.click(button('Undo'));
    expect(bridge.calls).toContainEqual(['undoRemoval']);
    await waitFor(() => expect(rows()).toEqual(before));
    expect(screen.queryByText('Channels was removed.')).toBeNull();
  });

  it('a_community_is_renamed', async () => {
    const bridge = await show(setupScenes.community);
    await fireEvent.click(button('Rename community'));
    await fireEvent.input(field('New name'), { target: { value: ' Our club ' } });
    await fireEvent.click(button('Save name'));
    expect(await screen.findByRole('heading', { name: 'Our club' })).toBeTruthy();
    expect(bridge.calls).toContainEqual(['renameCommunity', 'northwind', 'Our club']);
  });

  it('a_key_is_removed_only_after_the_question', async () => {
    const bridge = await show(setupScenes.community);
    await fireEvent.click(button('Remove key'));
    expect(bridge.calls.some(([name]) => name === 'removeKey')).toBe(false);
    expect(document.activeElement?.textContent).toContain('Cancel');
    await fireEvent.click(button('Remove key'));
    await waitFor(() => expect(document.querySelector('[data-key-state="absent"]')).not.toBeNull());
  });

  it('an_unreadable_key_says_why_and_can_be_read_again', async () => {
    const bridge = await show(setupScenes.community_unreadable);
    expect(screen.getByRole('alert').dataset['code']).toBe('keychain_locked');
    await fireEvent.click(button('Try again'));
    expect(bridge.calls).toContainEqual(['checkKeys']);
  });

  it.each([
    ['community_unreadable', 'Replace key'],
    ['community_denied', 'Replace key'],
    ['community_no_keychain', 'Replace key'],
    ['community_silent_keychain', 'Replace key'],
    ['community_other_keychain', 'Enter key'],
  ] as const)('with_%s_the_key_can_be_entered_for_this_session', async (scene, offered) => {
    const bridge = await show(setupScenes[scene]);
    expect(button('Try again')).toBeTruthy();
    expect(button(offered)).toBeTruthy();
    await fireEvent.click(button('Enter it for this session only'));
    await fireEvent.input(field('Widget API key'), { target: { value: 'typed-key' } });
    await fireEvent.click(button('Save key'));
    expect(bridge.calls).toContainEqual(['setKey', 'northwind', null, 'typed-key', 'this_session']);
  });

  it.each(['community_damaged_key', 'community_two_keys'] as const)(
    'with_%s_the_keychain_itself_works',
    async (scene) => {
      await show(setupScenes[scene]);
      expect(screen.queryByRole('button', { name: 'Enter it for this session only' })).toBeNull();
      expect(button('Remove key')).toBeTruthy();
    },
  );

  it('a_key_in_another_keychain_is_not_offered_for_removal', async () => {
    await show(setupScenes.community_other_keychain);
    expect(screen.queryByRole('button', { name: 'Remove key' })).toBeNull();
    expect(screen.getByText(/kept in kwalletd6, and gnome-keyring-daemon is in use/)).toBeTruthy();
  });

  it('while_the_keychain_asks_the_person_every_page_says_so', async () => {
    const bridge = await show(setupScenes.community_unlocking);
    expect(screen.getByText('The keychain asks for its password')).toBeTruthy();
    expect(screen.getByText('Waiting for you to unlock the keychain…')).toBeTruthy();
    bridge.push({ keychain_prompts: false });
    await tick();
    expect(screen.queryByText('The keychain asks for its password')).toBeNull();
  });

  it('a_widget_is_renamed_and_removed_in_place', async () => {
    const bridge = await show(setupScenes.community);
    await fireEvent.click(button('Channels'));
    const row = document.querySelector<HTMLElement>('[data-widget="w-channels"]');
    if (!row) throw new Error('The row is missing.');
    await fireEvent.click(within(row).getByRole('button', { name: 'Rename' }));
    await fireEvent.input(field('New name'), { target: { value: 'Lounge' } });
    await fireEvent.click(button('Save name'));
    await waitFor(() => expect(button('Lounge')).toBeTruthy());
    await fireEvent.click(within(row).getByRole('button', { name: 'Remove widget' }));
    await fireEvent.click(within(row).getByRole('button', { name: 'Remove widget' }));
    await waitFor(() => expect(document.querySelector('[data-widget="w-channels"]')).toBeNull());
    expect(bridge.calls).toContainEqual(['removeWidget', 'w-channels']);
  });

  it('a_widget_is_kept_awake_and_let_sleep', async () => {
    const bridge = await show(setupScenes.community);
    await fireEvent.click(button('Channels'));
    const row = document.querySelector<HTMLElement>('[data-widget="w-channels"]');
    if (!row) throw new Error('The row is missing.');
    await fireEvent.click(within(row).getByRole('button', { name: 'Keep awake' }));
    await fireEvent.click(await within(row).findByRole('button', { name: 'Let it sleep' }));
    const pins = bridge.calls.filter(([call]) => call === 'pinWidget');
    expect(pins).toEqual([
      ['pinWidget', 'w-channels', true],
      ['pinWidget', 'w-channels', false],
    ]);
    bridge.refuse = { pinWidget: rejection('unknown_widget') };
    await fireEvent.click(await within(row).findByRole('button', { name: 'Keep awake' }));
    expect((await within(row).findByRole('alert')).dataset['code']).toBe('unknown_widget');
  });

  it('removing_the_community_leads_home', async () => {
    await show(setupScenes.community);
    await fireEvent.click(button('Remove community'));
    await fireEvent.click(button('Remove'));
    await waitFor(() => expect(page()).toBe('start'));
  });

  it('a_community_that_vanished_leaves_no_blank_page', async () => {
    const bridge = await show(setupScenes.accounts);
    bridge.push({ communities: [] });
    await tick();
    expect(screen.getByText('This community is no longer here')).toBeTruthy();
  });

  it('accounts_can_be_used_forgotten_and_signed_out', async () => {
    const bridge = await show(setupScenes.accounts);
    await fireEvent.click(screen.getByRole('button', { name: /^Forget/ }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Use this account/ })).toBeNull());
    await fireEvent.click(button('Sign out'));
    await waitFor(() => expect(screen.getByText('Nobody is signed in.')).toBeTruthy());
    await fireEvent.click(await screen.findByRole('button', { name: /^Use this account/ }));
    await waitFor(() => expect(button('Sign out')).toBeTruthy());
    expect(bridge.calls).toContainEqual(['useAccount', 'northwind', 'mara.lindqvist@northwind.example']);
  });

  it('an_unknown_email_is_told_beside_its_field_and_kept', async () => {
    await show(setupScenes.accounts_refused);
    await fireEvent.input(field('Community email'), { target: { value: 'nobody@example.com' } });
    await fireEvent.click(button('Sign in'));
    const alert = await screen.findByRole('alert');
    expect(alert.dataset['code']).toBe('sign_in_forbidden');
    expect(field('Community email').getAttribute('aria-describedby')).toContain(alert.id);
    expect(field('Community email').value).toBe('nobody@example.com');
  });

  it('a_widget_with_a_key_of_its_own_is_never_added_without_it', async () => {
    const bridge = await show(setupScenes.add_widget);
    await fireEvent.input(field('Iframe code or widget URL'), {
      target: { value: 'https://prod-widgets.returning.ai/store-widget/1' },
    });
    await fireEvent.click(screen.getByLabelText('This widget has a key of its own'));
    await fireEvent.click(button('Add widget'));
    expect((await screen.findByRole('alert')).dataset['code']).toBe('key_empty');
    await fireEvent.input(field('Widget API key'), { target: { value: 'own-key' } });
    await fireEvent.click(button('Add widget'));
    await screen.findByText('Widget added');
    expect(bridge.calls.find(([name]) => name === 'addWidget')?.[1]).toMatchObject({
      community: 'northwind',
      own_key: 'own-key',
      keep_key: 'keychain',
    });
  });

  it('an_own_key_that_could_not_be_kept_can_stay_for_this_session', async () => {
    const bridge = await show({
      ...setupScenes.add_widget,
      steps: stepsUpTo('keep_key', failure('keychain_locked'), null),
    });
    await fireEvent.input(field('Iframe code or widget URL'), {
      target: { value: 'https://prod-widgets.returning.ai/store-widget/1' },
    });
    await fireEvent.click(screen.getByLabelText('This widget has a key of its own'));
    await fireEvent.input(field('Widget API key'), { target: { value: 'own-key' } });
    await fireEvent.click(button('Add widget'));
    await screen.findByRole('alert');
    bridge.steps = [{ step: 'save', verdict: 'passed' }];
    await fireEvent.click(button('Keep it for this session only'));
    await screen.findByText('Widget added');
    const forms = bridge.calls.filter(([name]) => name === 'addWidget').map(([, form]) => form);
    expect(forms[1]).toMatchObject({ own_key: null, keep_key: 'this_session' });
  });

  it('after_widgets_that_kept_ending_the_same_or_another_one_can_be_opened', async () => {
    const bridge = await show(setupScenes.recovery);
    expect(page()).toBe('recovery');
    await fireEvent.click(button('Open the widgets again'));
    await fireEvent.click(button('Quests'));
    const other = setupScenes.recovery.view.communities[0]?.widgets.find(({ name }) => name === 'Quests');
    expect(bridge.calls.filter(([call]) => call === 'showMain')).toEqual([
      ['showMain', null],
      ['showMain', other?.id],
    ]);
  });

  it('open_widgets_shows_the_main_window', async () => {
    const bridge = await show(setupScenes.start_again);
    await fireEvent.click(button('Open widgets'));
    expect(bridge.calls).toContainEqual(['showMain', null]);
  });
});
