import { SvelteMap } from 'svelte/reactivity';
import type { MainBridge } from '../bridge/bridge';
import type { CommunityView, MainView, Side, WidgetView } from '../bridge/model';
import { Frame, type OpenWidgetFrame } from './frame.svelte';
import { magnify } from './zoom';

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
 * an iframe that changes its parent loads anew.
 */
export class Frames {
  readonly #frames = new SvelteMap<string, Frame>();
  readonly #bridge: MainBridge;
  readonly #open: OpenWidgetFrame;
  #before: MainView | null = null;
  #stack: HTMLElement | null = null;
  /** The widgets in view, and where. */
  #shown: readonly Shown[] = [];

  constructor(bridge: MainBridge, open: OpenWidgetFrame) {
    this.#bridge = bridge;
    this.#open = open;
  }

  /** Frames live in `stack` until the answer is called. */
  attach(stack: HTMLElement): () => void {
    this.#stack = stack;
    return () => {
      for (const widget of [...this.#frames.keys()]) this.#close(widget);
      this.#stack = null;
    };
  }

  of(widget: string): Frame | undefined {
    return this.#frames.get(widget);
  }

  /** Brings the frames in line with the view: closes what is stale, opens and raises what is shown. */
  follow(view: MainView, shown: readonly Shown[]): void {
    for (const frame of [...this.#frames.values()]) {
      if (this.#isStale(frame, view)) this.#close(frame.widget);
    }
    this.#before = view;
    this.#shown = shown;
    for (const { widget } of shown) {
      const place = findWidget(view, widget);
      if (place && isHere(place) && !this.#frames.has(widget)) this.#begin(place);
    }
    for (const frame of this.#frames.values()) {
      const widget = findWidget(view, frame.widget)?.widget;
      if (widget?.session.state === 'waiting') frame.waited = true;
      if (widget) magnify(frame.slot, widget.zoom);
    }
    this.#raise();
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
    this.#frames.set(id, new Frame(id, accountOf(place), slot, this.#bridge, this.#open));
  }

  #close(widget: string): void {
    this.#frames.get(widget)?.close();
    this.#frames.delete(widget);
  }

  #raise(): void {
    for (const frame of this.#frames.values()) {
      const side = this.#shown.find(({ widget }) => widget === frame.widget)?.side;
      if (side) frame.slot.dataset['side'] = side;
      // Hidden by `visibility`: `display: none` would lose the scroll position.
      frame.slot.classList.toggle('raised', side !== undefined);
      frame.slot.inert = side === undefined || frame.covered;
    }
  }
}

/** Whether there is a frame to show here at all. */
function isHere({ widget }: Place): boolean {
  return widget.session.state !== 'signed_out' && !widget.own_window;
}

/** Also of a public widget, whose page shares its storage with the others: it must not outlive the account either. */
function accountOf({ community }: Place): string | null {
  return community.account;
}
