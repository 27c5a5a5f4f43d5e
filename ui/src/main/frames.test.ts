import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MainView, Preferences, SessionView } from '../bridge/model';
import {
  community,
  failure,
  magnified,
  mainView,
  pageFault,
  rejection,
  silentPage,
  usualPreferences,
} from '../bridge/scripted/data';
import { ScriptedMain } from '../bridge/scripted/main';
import type { OpenWidgetFrame } from './frame.svelte';
import { findWidget, Frames } from './frames.svelte';

type Ports = Parameters<OpenWidgetFrame>[2];

const signedIn: SessionView = { state: 'signed_in' };

/** Stands for the relay: makes an iframe and keeps the ports so that a test can speak for the widget. */
function fakeRelay() {
  const ports: Ports[] = [];
  const open: OpenWidgetFrame = (parent, frame, given) => {
    const element = document.createElement('iframe');
    element.title = frame.title;
    parent.append(element);
    ports.push(given);
    return { element, close: () => element.remove() };
  };
  return { open, ports };
}

function start(view: MainView = mainView(signedIn)) {
  const bridge = new ScriptedMain({ view, token: 'scripted' });
  const relay = fakeRelay();
  const frames = new Frames(bridge, relay.open);
  const stack = document.createElement('div');
  document.body.append(stack);
  frames.attach(stack);
  void bridge.watchView(() => undefined);
  const called = (name: string) => bridge.calls.filter(([call]) => call === name);
  const iframe = (title: string) => stack.querySelector<HTMLIFrameElement>(`iframe[title="${title}"]`);
  const follow = async (next: MainView, selected: string | null) => {
    bridge.push(next);
    frames.follow(next, selected === null ? [] : [{ widget: selected, side: 'start' }]);
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
  };
  return { bridge, relay, frames, stack, called, iframe, follow, view };
}

function placeOf(view: MainView, widget: string) {
  const place = findWidget(view, widget);
  if (!place) throw new Error('The view has no such widget.');
  return place;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('the frames', () => {
  it('each_frame_is_drawn_in_the_size_of_its_widget_and_not_loaded_anew_for_it', async () => {
    const { follow, view, iframe, called, frames } = start();
    await follow(view, 'w-channels');
    await follow(view, 'w-store');
    const channels = iframe('Channels');
    await follow(magnified(view, 'w-channels', 150), 'w-channels');
    const size = (title: string) => iframe(title)?.parentElement?.style.getPropertyValue('--zoom');
    const isMagnified = (title: string) => iframe(title)?.parentElement?.classList.contains('magnified');
    expect([size('Channels'), size('Store')]).toEqual(['1.5', '1']);
    expect([isMagnified('Channels'), isMagnified('Store')]).toEqual([true, false]);
    expect(iframe('Channels')).toBe(channels);
    expect(called('openFrame')).toHaveLength(2);
    frames.retry(placeOf(magnified(view, 'w-channels', 150), 'w-channels'));
    await vi.advanceTimersByTimeAsync(0);
    expect(size('Channels')).toBe('1.5');
    await follow(view, 'w-channels');
    expect(isMagnified('Channels')).toBe(false);
  });

  it('a_widget_of_another_page_of_the_window_has_no_frame_here', async () => {
    const { follow, iframe, called } = start();
    const view = mainView(signedIn);
    const away = view.communities.map((community) => ({ ...community, elsewhere: true }));
    await follow({ ...view, communities: away, in_front: false }, 'w-channels');
    expect(called('openFrame')).toEqual([]);
    await follow(view, 'w-channels');
    expect(iframe('Channels')).not.toBeNull();
  });

  it('visited_widget_is_kept_while_another_is_shown', async () => {
    const { follow, view, iframe, called } = start();
    await follow(view, 'w-channels');
    const channels = iframe('Channels');
    await follow(view, 'w-store');
    await follow(view, 'w-channels');
    expect(iframe('Channels')).toBe(channels);
    expect(called('openFrame')).toHaveLength(2);
    expect(called('closeFrame')).toHaveLength(0);
  });

  it('only_the_selected_widget_can_be_seen_and_reached', async () => {
    const { follow, view, iframe } = start();
    await follow(view, 'w-channels');
    await follow(view, 'w-store');
    expect(iframe('Channels')?.parentElement?.inert).toBe(true);
    expect(iframe('Channels')?.parentElement?.className).toBe('slot');
    expect(iframe('Store')?.parentElement?.inert).toBe(false);
    expect(iframe('Store')?.parentElement?.className).toBe('slot raised');
  });

  it('account_change_closes_the_frames_and_reopens_the_selected_one', async () => {
    const { follow, view, iframe, called } = start();
    await follow(view, 'w-store');
    await follow(view, 'w-channels');
    const before = iframe('Channels');
    await follow(
      mainView(signedIn, { communities: [community(signedIn, { account: 'other@example.com' })] }),
      'w-channels',
    );
    expect(called('closeFrame').map(([, nonce]) => nonce)).toEqual(['nonce-1', 'nonce-2']);
    expect(iframe('Store')).toBeNull();
    expect(iframe('Channels')).not.toBeNull();
    expect(iframe('Channels')).not.toBe(before);
  });

  it('account_change_closes_a_public_widget_too_for_it_shares_its_storage', async () => {
    const { follow, iframe } = start();
    const publicFor = (account: string) =>
      mainView({ state: 'not_needed' }, { communities: [community({ state: 'not_needed' }, { account })] });
    await follow(publicFor('one@example.com'), 'w-channels');
    const before = iframe('Channels');
    await follow(publicFor('other@example.com'), 'w-channels');
    expect(iframe('Channels')).not.toBeNull();
    expect(iframe('Channels')).not.toBe(before);
  });

  it('sign_out_closes_the_frames_and_opens_none', async () => {
    const { follow, view, stack } = start();
    await follow(view, 'w-channels');
    await follow(mainView({ state: 'signed_out' }), 'w-channels');
    expect(stack.querySelector('iframe')).toBeNull();
  });

  it('a_widget_that_did_not_load_is_loaded_anew_when_the_network_comes_back', async () => {
    const { follow, relay, iframe, called } = start();
    await follow(mainView(signedIn), 'w-store');
    relay.ports[0]?.report('token_asked');
    await follow(mainView(signedIn, { offline: true }), 'w-channels');
    relay.ports[1]?.report('loaded');
    const [store, channels] = [iframe('Store'), iframe('Channels')];
    await follow(mainView(signedIn, { network_came: 1 }), 'w-channels');
    expect(iframe('Store')).toBe(store);
    expect(iframe('Channels')).not.toBe(channels);
    expect(called('closeFrame')).toEqual([['closeFrame', 'nonce-2']]);
  });

  it('a_network_that_changes_while_nothing_is_wrong_leaves_a_widget_that_is_loading', async () => {
    const { follow, relay, iframe } = start();
    await follow(mainView(signedIn), 'w-channels');
    relay.ports[0]?.report('loaded');
    const before = iframe('Channels');
    await follow(mainView(signedIn, { network_came: 1 }), 'w-channels');
    await follow(mainView(signedIn, { network_came: 2 }), 'w-channels');
    expect(iframe('Channels')).toBe(before);
  });

  it('a_widget_that_did_not_load_is_loaded_anew_once_its_sign_in_succeeds', async () => {
    const { follow, relay, iframe } = start();
    await follow(mainView({ state: 'waiting', error: failure('unreachable'), retry_in_ms: 900 }), 'w-channels');
    const before = iframe('Channels');
    await follow(mainView({ state: 'signing_in' }), 'w-channels');
    expect(iframe('Channels')).toBe(before);
    relay.ports[0]?.report('loaded');
    await follow(mainView(signedIn), 'w-channels');
    expect(iframe('Channels')).not.toBe(before);
  });

  it('a_widget_that_vanished_is_closed', async () => {
    const { follow, view, iframe } = start();
    await follow(view, 'w-channels');
    await follow(mainView(signedIn, { communities: [community(signedIn, { widgets: [] })] }), null);
    expect(iframe('Channels')).toBeNull();
  });

  it('retry_closes_and_reopens', async () => {
    const { frames, follow, view, iframe, called } = start();
    await follow(view, 'w-channels');
    const before = iframe('Channels');
    frames.retry(placeOf(view, 'w-channels'));
    await vi.advanceTimersByTimeAsync(0);
    expect(called('closeFrame')).toEqual([['closeFrame', 'nonce-1']]);
    expect(iframe('Channels')).not.toBe(before);
    expect(iframe('Channels')?.parentElement?.inert).toBe(false);
  });

  it('an_answer_that_comes_after_the_close_makes_no_frame', async () => {
    const { frames, bridge, view, stack, called } = start();
    let answer: (frame: Awaited<ReturnType<typeof bridge.openFrame>>) => void = () => undefined;
    bridge.answerFrame = () => new Promise((resolve) => (answer = resolve));
    frames.follow(view, [{ widget: 'w-channels', side: 'start' }]);
    await vi.advanceTimersByTimeAsync(0);
    frames.follow(mainView({ state: 'signed_out' }), [{ widget: 'w-channels', side: 'start' }]);
    answer({
      nonce: 'late',
      url: 'https://a.example/b/c',
      origin: 'https://a.example',
      widget_id: 'c',
      title: 'Late',
      public: false,
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(stack.querySelector('iframe')).toBeNull();
    expect(called('closeFrame')).toEqual([['closeFrame', 'late']]);
  });

  it('a_frame_counts_as_shown_once_its_token_is_handed_over', async () => {
    const { frames, relay, follow, view, called } = start();
    await follow(view, 'w-channels');
    relay.ports[0]?.report('loaded');
    relay.ports[0]?.report('token_asked');
    expect(frames.of('w-channels')?.shown).toBe(false);
    relay.ports[0]?.report('token_handed_over');
    expect(frames.of('w-channels')?.shown).toBe(true);
    expect(called('frameEvent').map(([, , event]) => event)).toEqual(['loaded', 'token_asked', 'token_handed_over']);
  });

  it('a_public_frame_counts_as_shown_once_loaded', async () => {
    const view = mainView({ state: 'not_needed' });
    const { frames, relay, follow } = start(view);
    await follow(view, 'w-channels');
    relay.ports[0]?.report('loaded');
    expect(frames.of('w-channels')?.shown).toBe(true);
  });

  it('f47_a_frame_that_does_not_speak_is_judged_by_rust_once', async () => {
    const { bridge, frames, relay, follow, view, called } = start();
    bridge.answerVerdict = () => Promise.resolve(pageFault('page_not_found'));
    await follow(view, 'w-channels');
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(4_499);
    expect(called('judgeFrame')).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(called('judgeFrame')).toEqual([['judgeFrame', 'nonce-1']]);
    expect(frames.of('w-channels')?.verdict?.error?.code).toBe('page_not_found');
    expect(called('frameEvent').at(-1)).toEqual(['frameEvent', 'nonce-1', 'timed_out']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(called('judgeFrame')).toHaveLength(1);
  });

  it('f47_a_frame_that_asked_for_its_token_is_alive_and_never_judged', async () => {
    const { bridge, frames, relay, follow, view, called } = start();
    bridge.answerToken = () => new Promise(() => undefined);
    await follow(view, 'w-channels');
    relay.ports[0]?.report('token_asked');
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(called('judgeFrame')).toEqual([]);
    expect(frames.of('w-channels')).toMatchObject({ verdict: null, slow: false });
  });

  it('f47_that_a_page_in_order_stays_silent_is_said_within_ten_seconds_but_not_early', async () => {
    const { frames, relay, follow, view } = start();
    await follow(view, 'w-channels');
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(8_499);
    expect(frames.of('w-channels')).toMatchObject({ verdict: null, slow: true });
    await vi.advanceTimersByTimeAsync(1);
    expect(frames.of('w-channels')?.verdict).toEqual(silentPage);
  });

  it('f47_a_frame_that_speaks_late_takes_the_message_away', async () => {
    const { bridge, frames, relay, follow, view } = start();
    bridge.answerVerdict = () => Promise.resolve(pageFault('service_down'));
    await follow(view, 'w-channels');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(frames.of('w-channels')?.verdict).not.toBeNull();
    relay.ports[0]?.report('token_asked');
    expect(frames.of('w-channels')).toMatchObject({ verdict: null, slow: false });
  });

  it('f47_a_verdict_that_comes_after_the_widget_spoke_is_dropped', async () => {
    const { bridge, frames, relay, follow, view } = start();
    let answer: (verdict: typeof silentPage) => void = () => undefined;
    bridge.answerVerdict = () => new Promise((resolve) => (answer = resolve));
    await follow(view, 'w-channels');
    await vi.advanceTimersByTimeAsync(5_000);
    relay.ports[0]?.report('ready');
    answer(pageFault('page_not_found'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(frames.of('w-channels')).toMatchObject({ verdict: null, shown: true });
  });

  it('f47_a_page_that_loads_late_gets_its_time_to_speak', async () => {
    const { frames, relay, follow, view, called } = start();
    await follow(view, 'w-channels');
    await vi.advanceTimersByTimeAsync(8_000);
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(frames.of('w-channels')?.verdict).toBeNull();
    await vi.advanceTimersByTimeAsync(500);
    expect(frames.of('w-channels')?.verdict).toEqual(silentPage);
    expect(called('judgeFrame')).toHaveLength(2);
    // A page that loads itself again and again is not asked about each time.
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(called('judgeFrame')).toHaveLength(2);
  });

  it('f47_a_page_that_never_loads_is_judged_too', async () => {
    const { bridge, frames, follow, view } = start();
    bridge.answerVerdict = () => Promise.resolve(pageFault('unreachable'));
    await follow(view, 'w-channels');
    await vi.advanceTimersByTimeAsync(4_500);
    expect(frames.of('w-channels')?.verdict?.error?.code).toBe('unreachable');
  });

  it('f47_a_public_page_is_judged_until_it_speaks', async () => {
    const view = mainView({ state: 'not_needed' });
    const { bridge, frames, relay, follow } = start(view);
    bridge.answerVerdict = () => Promise.resolve({ error: null, refusal: null });
    await follow(view, 'w-channels');
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(frames.of('w-channels')).toMatchObject({ shown: true, verdict: null });
    bridge.answerVerdict = () => Promise.resolve(pageFault('page_not_found'));
    await follow(view, 'w-store');
    relay.ports[1]?.report('loaded');
    await vi.advanceTimersByTimeAsync(4_500);
    expect(frames.of('w-store')?.verdict?.error?.code).toBe('page_not_found');
  });

  it('f47_a_frame_is_not_judged_after_its_end', async () => {
    const { follow, view, called } = start();
    await follow(view, 'w-channels');
    await follow(mainView({ state: 'signed_out' }), 'w-channels');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(called('judgeFrame')).toEqual([]);
  });

  it('the_token_goes_to_the_relay_and_a_refusal_becomes_the_error', async () => {
    const { frames, bridge, relay, follow, view } = start();
    await follow(view, 'w-channels');
    await expect(relay.ports[0]?.requestToken()).resolves.toBe('scripted');
    bridge.answerToken = () => Promise.reject(rejection('key_refused'));
    await expect(relay.ports[0]?.requestToken()).rejects.toThrow();
    relay.ports[0]?.report('token_refused');
    expect(frames.of('w-channels')?.error?.code).toBe('key_refused');
  });

  it('each_refused_call_ends_in_a_visible_error', async () => {
    const { frames, bridge, relay, follow, view } = start();
    bridge.refuse = { openFrame: rejection('unknown_widget') };
    await follow(view, 'w-channels');
    expect(frames.of('w-channels')?.error?.code).toBe('unknown_widget');
    bridge.refuse = { frameEvent: rejection('frame_closed') };
    await follow(view, 'w-store');
    relay.ports[0]?.report('loaded');
    await vi.advanceTimersByTimeAsync(0);
    expect(frames.of('w-store')?.error?.code).toBe('frame_closed');
  });

  it('a_frame_the_relay_will_not_make_is_an_error', async () => {
    const bridge = new ScriptedMain({ view: mainView(signedIn) });
    const frames = new Frames(bridge, () => {
      throw new Error('The address is not of its origin.');
    });
    frames.attach(document.createElement('div'));
    void bridge.watchView(() => undefined);
    frames.follow(mainView(signedIn), [{ widget: 'w-channels', side: 'start' }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(frames.of('w-channels')?.error).toMatchObject({ code: 'internal' });
  });

  it('a_mended_sign_in_loads_the_failed_widget_anew', async () => {
    const { bridge, relay, follow, view, called } = start();
    await follow(view, 'w-channels');
    bridge.answerToken = () => Promise.reject(rejection('key_refused'));
    await relay.ports[0]?.requestToken().catch(() => undefined);
    await follow(mainView({ state: 'failed', error: failure('key_refused') }), 'w-channels');
    expect(called('openFrame')).toHaveLength(1);
    await follow(mainView({ state: 'idle' }), 'w-channels');
    expect(called('openFrame')).toHaveLength(2);
  });

  it('a_page_that_gave_up_before_the_sign_in_was_through_is_loaded_anew_once', async () => {
    const { relay, follow, view, called } = start(mainView({ state: 'signing_in' }));
    await follow(view, 'w-channels');
    relay.ports[0]?.report('error');
    await follow(mainView(signedIn), 'w-channels');
    expect(called('openFrame')).toHaveLength(2);
    relay.ports[1]?.report('error');
    await follow(mainView(signedIn), 'w-channels');
    expect(called('openFrame')).toHaveLength(2);
  });

  it('a_widget_that_reports_a_problem_has_an_error_until_it_is_ready', async () => {
    const { frames, relay, follow, view } = start();
    await follow(view, 'w-channels');
    relay.ports[0]?.report('error');
    expect(frames.of('w-channels')?.error?.code).toBe('widget_error');
    relay.ports[0]?.report('ready');
    expect(frames.of('w-channels')?.error).toBeNull();
  });

  it('nothing_is_left_when_the_window_goes', async () => {
    const bridge = new ScriptedMain({ view: mainView(signedIn) });
    const frames = new Frames(bridge, fakeRelay().open);
    const stack = document.createElement('div');
    const detach = frames.attach(stack);
    void bridge.watchView(() => undefined);
    frames.follow(mainView(signedIn), [{ widget: 'w-channels', side: 'start' }]);
    await vi.advanceTimersByTimeAsync(0);
    detach();
    expect(stack.children).toHaveLength(0);
  });

  describe('that sleep', () => {
    const minute = 60_000;
    const others = ['w-store', 'w-milestones', 'w-currency'];
    const preferring = (change: Partial<Preferences>, more: Partial<MainView> = {}) =>
      mainView(signedIn, { preferences: { ...usualPreferences, ...change }, ...more });
    const pinned = (view: MainView, id: string): MainView => ({
      ...view,
      communities: view.communities.map((each) => ({
        ...each,
        widgets: each.widgets.map((widget) => (widget.id === id ? { ...widget, pinned: true } : widget)),
      })),
    });

    it('a_widget_out_of_view_for_long_sleeps_with_nothing_left_of_it_and_wakes_in_place', async () => {
      const { follow, iframe, frames, called, relay, view } = start();
      await follow(view, 'w-channels');
      expect(frames.of('w-channels')?.waking).toBe(false);
      await vi.advanceTimersByTimeAsync(100 * minute);
      await follow(view, 'w-store');
      await vi.advanceTimersByTimeAsync(30 * minute - 1);
      expect(iframe('Channels')).not.toBeNull();
      await vi.advanceTimersByTimeAsync(1);
      expect(iframe('Channels')).toBeNull();
      expect(frames.of('w-channels')).toBeUndefined();
      expect(called('closeFrame')).toEqual([['closeFrame', 'nonce-1']]);
      expect([frames.isAsleep('w-channels'), frames.isAsleep('w-store')]).toEqual([true, false]);
      // The search for garbage is the last that is to come.
      await vi.advanceTimersByTimeAsync(2_000);
      expect(vi.getTimerCount()).toBe(0);
      await follow(view, 'w-channels');
      expect(iframe('Channels')).not.toBeNull();
      expect([frames.isAsleep('w-channels'), frames.of('w-channels')?.waking]).toEqual([false, true]);
      await expect(relay.ports[2]?.requestToken()).resolves.toBe('scripted');
    });

    it('over_the_cap_the_least_recently_seen_one_sleeps_and_a_pinned_one_stays', async () => {
      const { follow, frames } = start();
      const few = preferring({ live_frames: '3', sleep_after_minutes: 'never' });
      for (const view of [few, pinned(few, 'w-channels')]) {
        for (const widget of ['w-channels', ...others]) {
          await follow(view, widget);
          await vi.advanceTimersByTimeAsync(1_000);
        }
        const sleeps = view === few ? 'w-channels' : 'w-store';
        expect(['w-channels', ...others].filter((widget) => frames.isAsleep(widget))).toEqual([sleeps]);
      }
    });

    it('a_shorter_time_holds_from_when_it_is_chosen', async () => {
      const { follow, frames, view } = start();
      await follow(view, 'w-channels');
      await follow(view, 'w-store');
      await vi.advanceTimersByTimeAsync(6 * minute);
      expect(frames.isAsleep('w-channels')).toBe(false);
      await follow(preferring({ sleep_after_minutes: '5' }), 'w-store');
      expect(frames.isAsleep('w-channels')).toBe(true);
    });

    it('what_came_due_while_the_timers_stood_still_sleeps_when_the_page_is_seen_again', async () => {
      const { follow, frames, view } = start();
      await follow(view, 'w-channels');
      await follow(view, 'w-store');
      vi.setSystemTime(Date.now() + 31 * minute);
      expect(frames.isAsleep('w-channels')).toBe(false);
      document.dispatchEvent(new Event('visibilitychange'));
      expect(frames.isAsleep('w-channels')).toBe(true);
    });

    it('one_of_another_account_is_no_longer_asleep', async () => {
      const { follow, frames } = start();
      const few = preferring({ live_frames: '3' });
      for (const widget of ['w-channels', ...others]) await follow(few, widget);
      expect(frames.isAsleep('w-channels')).toBe(true);
      const communities = [community(signedIn, { account: 'other@example.com' })];
      await follow(preferring({ live_frames: '3' }, { communities }), 'w-store');
      expect(frames.isAsleep('w-channels')).toBe(false);
    });

    it('hidden_for_the_grace_all_but_the_pinned_sleep_and_the_selected_one_wakes_when_it_is_shown', async () => {
      const { follow, frames, iframe } = start();
      const shown = pinned(mainView(signedIn), 'w-store');
      const hidden = { ...shown, hidden: true };
      await follow(shown, 'w-store');
      await follow(shown, 'w-channels');
      await follow(hidden, 'w-channels');
      await vi.advanceTimersByTimeAsync(minute - 1);
      await follow({ ...hidden, network_came: 1 }, 'w-channels');
      expect(iframe('Channels')).not.toBeNull();
      await vi.advanceTimersByTimeAsync(1);
      expect([iframe('Channels'), frames.isAsleep('w-channels')]).toEqual([null, true]);
      expect(iframe('Store')).not.toBeNull();
      await follow({ ...hidden, network_came: 2 }, 'w-channels');
      expect(iframe('Channels')).toBeNull();
      await follow(shown, 'w-channels');
      expect(iframe('Channels')).not.toBeNull();
    });

    it('a_window_that_is_shown_again_within_the_grace_keeps_its_widgets', async () => {
      const { follow, iframe, view } = start();
      await follow(view, 'w-channels');
      const before = iframe('Channels');
      await follow({ ...view, hidden: true }, 'w-channels');
      await vi.advanceTimersByTimeAsync(minute / 2);
      await follow(view, 'w-channels');
      await vi.advanceTimersByTimeAsync(10 * minute);
      expect(iframe('Channels')).toBe(before);
    });
  });
});
