import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { ConnectForm, SetupView } from '../bridge/model';
import { failure } from '../bridge/scripted/data';
import { ScriptedSetup } from '../bridge/scripted/setup';
import { type SetupScene, setupScenes, stepsUpTo } from '../bridge/scripted/setupScenes';
import { Watch } from '../shell/watch.svelte';
import SetupWindow from './SetupWindow.svelte';

const KEY = 'key-to-find';
const CODE = '<iframe src="https://widgets.example/channel-widget/65f2c0ffee"></iframe>';
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

async function show(scene: SetupScene) {
  const bridge = new ScriptedSetup(scene);
  const watch = new Watch<SetupView>((onView) => bridge.watchSetup(onView));
  watch.start();
  render(SetupWindow, { bridge, watch });
  await screen.findByLabelText('Iframe code or widget URL');
  const forms = () => bridge.calls.filter(([name]) => name === 'connect').map(([, form]) => form as ConnectForm);
  return { bridge, forms };
}

async function paste(text: string): Promise<void> {
  const area = field('Iframe code or widget URL');
  area.value = text;
  await fireEvent(area, new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
}

async function type(label: string, text: string): Promise<void> {
  await fireEvent.input(field(label), { target: { value: text } });
}

async function fill(): Promise<void> {
  await paste(CODE);
  await screen.findByText('Channels');
  await type('Community ID', 'c-1');
  await type('Widget API key', KEY);
  await type('Community email', 'member@example.com');
}

describe('connecting', () => {
  it('a_pasted_code_fills_the_service_address_and_is_recognised', async () => {
    await show(setupScenes.connect);
    await paste(CODE);
    expect(await screen.findByText('Channels')).toBeTruthy();
    expect(screen.getByText('ID 65f2c0ffee')).toBeTruthy();
    expect(field('Service address').value).toBe('https://widgets.example');
  });

  it('an_address_corrected_by_hand_is_left_alone', async () => {
    await show(setupScenes.connect);
    await paste(CODE);
    await screen.findByText('Channels');
    await type('Service address', 'https://other.example');
    await paste(CODE.replace('channel-widget', 'store-widget'));
    await screen.findByText('Store');
    expect(field('Service address').value).toBe('https://other.example');
  });

  it('junk_is_told_beside_the_field_and_kept', async () => {
    await show(setupScenes.connect);
    await paste('hello');
    const alert = await screen.findByRole('alert');
    const area = field('Iframe code or widget URL');
    expect(alert.dataset['code']).toBe('embed_unreadable');
    expect(area.getAttribute('aria-describedby')).toContain(alert.id);
    expect(area.getAttribute('aria-invalid')).toBe('true');
    expect(area.value).toBe('hello');
  });

  it('a_public_widget_asks_for_no_key_and_no_email', async () => {
    const { forms } = await show(setupScenes.connect);
    await type('Widget API key', KEY);
    await paste('https://widgets.example/custom-leaderboards/65b1f0/monthly');
    await screen.findByText('This widget is public. It needs no key and no sign-in.');
    expect(screen.queryByLabelText('Widget API key')).toBeNull();
    expect(screen.queryByLabelText('Community email')).toBeNull();
    expect(field('Community ID').value).toBe('65b1f0');
    await fireEvent.click(button('Connect'));
    await waitFor(() => expect(forms()[0]).toMatchObject({ key: null, email: '' }));
  });

  it('what_was_typed_is_sent_once_and_the_widget_is_opened', async () => {
    const { bridge, forms } = await show(setupScenes.connect);
    await fill();
    await type('Community name', ' Harbour Guild ');
    await fireEvent.click(button('Connect'));
    expect(await screen.findByText('Connected')).toBeTruthy();
    expect(forms()).toEqual([
      {
        community_name: 'Harbour Guild',
        embed_code: CODE,
        origin: 'https://widgets.example',
        community_id: 'c-1',
        key: KEY,
        email: 'member@example.com',
        keep_key: 'keychain',
      },
    ]);
    await waitFor(() => expect(bridge.calls).toContainEqual(['showMain', 'w-channels']), { timeout: 3000 });
  });

  it('a_code_pasted_right_before_the_press_is_still_read', async () => {
    const { forms } = await show(setupScenes.connect);
    await type('Iframe code or widget URL', CODE);
    await fireEvent.click(button('Connect'));
    await waitFor(() => expect(forms()[0]?.origin).toBe('https://widgets.example'));
  });

  it('key_field_is_empty_after_connect', async () => {
    await show(setupScenes.connect_running);
    await fill();
    await fireEvent.click(button('Connect'));
    expect(field('Widget API key').value).toBe('');
    expect(document.body.innerHTML).not.toContain(KEY);
    expect(field('Widget API key').type).toBe('password');
    expect(field('Widget API key').autocomplete).toBe('off');
  });

  it('wrong_key_keeps_what_was_typed', async () => {
    await show(setupScenes.connect_wrong_key);
    await fill();
    await fireEvent.click(button('Connect'));
    const alert = await screen.findByRole('alert');
    expect(alert.dataset['code']).toBe('key_refused');
    expect(field('Widget API key').getAttribute('aria-describedby')).toContain(alert.id);
    expect(field('Widget API key').value).toBe('');
    expect(field('Community email').value).toBe('member@example.com');
    expect(field('Community ID').value).toBe('c-1');
    expect(field('Iframe code or widget URL').value).toBe(CODE);
    await waitFor(() => expect(document.activeElement).toBe(field('Widget API key')));
  });

  it('the_error_goes_when_its_field_is_edited', async () => {
    await show(setupScenes.connect_wrong_key);
    await fill();
    await fireEvent.click(button('Connect'));
    await screen.findByRole('alert');
    await type('Widget API key', 'another');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('each_step_says_how_it_went', async () => {
    await show(setupScenes.connect_no_network);
    await fill();
    await fireEvent.click(button('Connect'));
    await screen.findByRole('alert');
    const verdicts = [...document.querySelectorAll<HTMLElement>('[data-step]')].map((step) => [
      step.dataset['step'],
      step.dataset['verdict'],
    ]);
    expect(verdicts).toEqual([
      ['check_input', 'passed'],
      ['reach_service', 'failed'],
      ['sign_in', 'waiting'],
      ['keep_key', 'waiting'],
      ['save', 'waiting'],
    ]);
    expect(document.querySelector('[data-key-emptied]')).not.toBeNull();
  });

  it('a_key_that_could_not_be_kept_can_stay_for_this_session', async () => {
    const { bridge, forms } = await show(setupScenes.connect_no_keychain);
    await fill();
    await fireEvent.click(button('Connect'));
    await screen.findByRole('alert');
    expect(document.querySelector('[data-key-emptied]')).toBeNull();
    bridge.steps = [{ step: 'save', verdict: 'passed' }];
    await fireEvent.click(button('Keep it for this session only'));
    await screen.findByText('Connected');
    expect(forms()[1]).toMatchObject({ key: null, keep_key: 'this_session' });
  });

  it('a_refusal_without_any_step_still_finds_its_field', async () => {
    const { bridge } = await show(setupScenes.connect);
    bridge.refuse = { connect: Object.assign(new Error(), failure('email_invalid')) };
    await fill();
    await fireEvent.click(button('Connect'));
    const alert = await screen.findByRole('alert');
    expect(field('Community email').getAttribute('aria-describedby')).toContain(alert.id);
  });

  it('an_error_about_a_field_that_is_not_shown_stands_with_the_steps', async () => {
    await show({ ...setupScenes.connect, steps: stepsUpTo('sign_in', failure('key_missing'), 'key') });
    await paste('https://widgets.example/custom-leaderboards/65b1f0/monthly');
    await screen.findByText('This widget is public. It needs no key and no sign-in.');
    await fireEvent.click(button('Connect'));
    expect((await screen.findByRole('alert')).dataset['code']).toBe('key_missing');
  });
});
