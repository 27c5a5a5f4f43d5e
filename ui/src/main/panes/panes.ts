import type { BesideView, MainView, Side } from '../../bridge/model';
import { findWidget, type Place } from '../frames.svelte';

export interface Pane {
  readonly side: Side;
  readonly place: Place | null;
  /** What the person works in: the sidebar and the shortcuts are about it. */
  readonly selected: boolean;
}

/** In the order they are read in: one, or two where a widget is shown beside the selected one. */
export function panesOf(view: MainView | null, selected: string | null): readonly Pane[] {
  const place = view && selected !== null ? findWidget(view, selected) : null;
  const beside = view && besideOf(view, selected);
  const other = view && beside && findWidget(view, beside.widget);
  if (!other) return [{ side: 'start', place, selected: true }];
  return (['start', 'end'] as const).map((side) =>
    side === beside.selected_on ? { side, place, selected: true } : { side, place: other, selected: false },
  );
}

/** What Rust will say once it knows of a choice, so that nothing moves in between. */
function besideOf({ beside, selected: known }: MainView, selected: string | null): BesideView | null {
  if (beside === null || beside.widget !== selected) return beside;
  if (known === null || known === selected) return null;
  return { widget: known, selected_on: otherSide(beside.selected_on) };
}

export function otherSide(side: Side): Side {
  return side === 'start' ? 'end' : 'start';
}
