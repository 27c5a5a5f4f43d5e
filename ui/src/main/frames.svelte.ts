import { SvelteMap } from 'svelte/reactivity';
import type { MainBridge } from '../bridge/bridge';
import type { CommunityView, MainView, Side, WidgetView } from '../bridge/model';
import { collectLater } from './collect';
import { Frame, type OpenWidgetFrame } from './frame.svelte';
import { restingInSight, restingOutOfSight, sleepRule, type Resting } from './sleep';
import { magnify } from './zoom';

/** How long a hidden window keeps its widgets awake: it may only have been hidden by mistake. */
const HIDDEN_GRACE_MS = 60_000;

export interface Place {
  readonly community: CommunityView;
  readonly widget: WidgetView;
}

export function findWidget(view: MainView, widget: string): Place | null {
  for (const community of view.communities) {
    const found = community.widgets.find(({ id }) => id === widget);
    if (found) return { community, widget: found };
  }
  return null;
}

export interface Shown {
  readonly widget: string;
  readonly side: Side;
}

/**
 * The live frame of each visited widget. They lie on top of each other, each in a slot of its own that is never moved:
 * an iframe that changes its parent loads anew. One that nobody has looked at for long is put to sleep: nothing is left
 * of it, and it is opened anew when it is selected.
 */
export class Frames {
  readonly #frames = new SvelteMap<string, Frame>();
  readonly #bridge: MainBridge;
  readonly #open: OpenWidgetFrame;
  readonly #hiddenGraceMs: number;
  /** The widgets that were put to sleep, with the account that each was opened for. */
  readonly #asleep = new SvelteMap<string, string | null>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hiddenAt: number | null = null;
  #before: MainView | null = null;
  #stack: HTMLElement | null = null;
  /** The widgets in view, and where. */
  #shown: readonly Shown[] = [];

  constructor(bridge: MainBridge, open: OpenWidgetFrame, hiddenGraceMs = HIDDEN_GRACE_MS) {
    this.#bridge = bridge;
    this.#open = open;
    this.#hiddenGraceMs = hiddenGraceMs;
  }

  /** Frames live in `stack` until the answer is called. */
  attach(stack: HTMLElement): () => void {
    this.#stack = stack;
    // A page that can't be seen has its timers held up.
    const look = (): void => this.#rest();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      clearTimeout(this.#timer);
      for (const widget of [...this.#frames.keys()]) this.#close(widget);
      this.#stack = null;
    };
  }

  of(widget: string): Frame | undefined {
    return this.#frames.get(widget);
  }

  isAsleep(widget: string): boolean {
    return this.#asleep.has(widget);
  }

  /** Brings the frames in line with the view: closes what is stale, opens and raises what is shown. */
  follow(view: MainView, shown: readonly Shown[]): void {
    for (const frame of [...this.#frames.values()]) {
      if (this.#isStale(frame, view)) this.#close(frame.widget);
    }
    this.#forgetSleepers(view);
    this.#before = view;
    this.#turnTo(shown);
    this.#hiddenAt = view.hidden ? (this.#hiddenAt ?? Date.now()) : null;
    for (const { widget } of shown) {
      const place = findWidget(view, widget);
      // What nobody can see is not worth its memory.
      const wanted = place && !view.hidden && isHere(place);
      if (wanted && !this.#frames.has(widget)) this.#begin(place);
    }
    for (const frame of this.#frames.values()) {
      const widget = findWidget(view, frame.widget)?.widget;
      if (widget?.session.state === 'waiting') frame.waited = true;
      if (widget) magnify(frame.slot, widget.zoom);
    }
    this.#raise();
    this.#rest();
  }

  /** What lies over a frame keeps the person out of it. */
  cover(frame: Frame, covered: boolean): void {
    frame.covered = covered;
    this.#raise();
  }

  /** Ends the widget's frame and loads it anew. */
  retry(place: Place): void {
    this.#close(place.widget.id);
    this.#begin(place);
    this.#raise();
    this.#rest();
  }

  #isStale(frame: Frame, view: MainView): boolean {
    const place = findWidget(view, frame.widget);
    if (!place || !isHere(place) || frame.account !== accountOf(place)) return true;
    const before = this.#before;
    if (!before) return false;
    const [was, is] = [findWidget(before, frame.widget)?.widget.session.state, place.widget.session.state];
    // What the sign-in failed on was changed since, so a fresh load is worth it.
    if (was === 'failed' && is === 'idle') return frame.error !== null && !frame.shown;
    // The sign-in took longer than the page waited, for example while the keychain asked the person.
    if (was === 'signing_in' && is === 'signed_in' && frame.error?.code === 'widget_error') return !frame.shown;
    // What did not load for want of a network, or while the service was away, does not load again by itself.
    // What may have come to life meanwhile is left alone: only a page that was found unreachable, or one that was opened
    // while this machine was offline.
    const unreachable = frame.verdict?.error?.retryable === true && !frame.shown;
    const back = view.network_came !== before.network_came && (unreachable || before.offline);
    return (back || (frame.waited && is === 'signed_in' && frame.loaded)) && !frame.alive;
  }

  #begin(place: Place): void {
    if (!this.#stack) return;
    const { id, zoom } = place.widget;
    const slot = document.createElement('div');
    slot.className = 'slot';
    magnify(slot, zoom);
    this.#stack.append(slot);
    const load = { widget: id, account: accountOf(place), waking: this.#asleep.delete(id) };
    this.#frames.set(id, new Frame(load, slot, this.#bridge, this.#open));
  }

  #close(widget: string): void {
    this.#frames.get(widget)?.close();
    this.#frames.delete(widget);
  }

  #turnTo(shown: readonly Shown[]): void {
    const now = Date.now();
    for (const { widget } of this.#shown) {
      const left = this.#frames.get(widget);
      if (left) left.seenAt = now;
    }
    this.#shown = shown;
  }

  #sideOf({ widget }: Frame): Side | undefined {
    return this.#shown.find((shown) => shown.widget === widget)?.side;
  }

  /** A widget that is gone, or is another account's by now, has no page that could wake. */
  #forgetSleepers(view: MainView): void {
    for (const [widget, account] of [...this.#asleep]) {
      const place = findWidget(view, widget);
      const same = place && isHere(place) && accountOf(place) === account;
      if (!same) this.#asleep.delete(widget);
    }
  }

  /** Puts to sleep what is due, and looks again when the next one is. */
  #rest(): void {
    clearTimeout(this.#timer);
    if (!this.#before) return;
    const { sleep, againInMs } = this.#resting(this.#before, Date.now());
    if (sleep.length > 0) collectLater();
    for (const widget of sleep) {
      this.#asleep.set(widget, this.#frames.get(widget)?.account ?? null);
      this.#close(widget);
    }
    if (againInMs !== null) this.#timer = setTimeout(() => this.#rest(), againInMs);
  }

  #resting(view: MainView, now: number): Resting {
    const awake = [...this.#frames.values()].map((frame) => {
      // A clock that was set back would keep it awake for as long.
      frame.seenAt = Math.min(frame.seenAt, now);
      const { widget, seenAt } = frame;
      const pinned = findWidget(view, widget)?.widget.pinned ?? false;
      return { widget, seenAt, pinned, raised: this.#sideOf(frame) !== undefined };
    });
    if (this.#hiddenAt === null) return restingInSight(awake, sleepRule(view), now);
    this.#hiddenAt = Math.min(this.#hiddenAt, now);
    return restingOutOfSight(awake, this.#hiddenAt + this.#hiddenGraceMs - now);
  }

  #raise(): void {
    for (const frame of this.#frames.values()) {
      const side = this.#sideOf(frame);
      if (side) frame.slot.dataset['side'] = side;
      // Hidden by `visibility`: `display: none` would lose the scroll position.
      frame.slot.classList.toggle('raised', side !== undefined);
      frame.slot.inert = side === undefined || frame.covered;
    }
  }
}

/** Whether there is a frame to show here at all. */
function isHere({ community, widget }: Place): boolean {
  return widget.session.state !== 'signed_out' && !widget.own_window && !community.elsewhere;
}

/** Also of a public widget, whose page shares its storage with the others: it must not outlive the account either. */
function accountOf({ community }: Place): string | null {
  return community.account;
}
