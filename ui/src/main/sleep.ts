import type { MainView } from '../bridge/model';

/** A widget's page that is there. */
export interface Awake {
  readonly widget: string;
  readonly pinned: boolean;
  /** It is the selected one, so it is in view while the window is. */
  readonly raised: boolean;
  /** When it was last in view, on the wall clock: the other one stands still while the machine sleeps. */
  readonly seenAt: number;
}

export interface SleepRule {
  /** How long a page may be out of view; `null` is for ever. */
  readonly afterMs: number | null;
  /** How many may be there at once. */
  readonly most: number;
}

export interface Resting {
  /** Which are to be put to sleep. */
  readonly sleep: readonly string[];
  /** When the next one may be due; `null` is never, as far as is known. */
  readonly againInMs: number | null;
}

/** The limit is for all pages of the window together, and the page in front comes first. */
export function sleepRule({ preferences, in_front, frames_elsewhere }: MainView): SleepRule {
  const { sleep_after_minutes: minutes, live_frames: most } = preferences;
  return {
    afterMs: minutes === 'never' ? null : Number(minutes) * 60_000,
    most: Number(most) - (in_front ? 0 : frames_elsewhere),
  };
}

/** While the window is in sight. The raised page and pinned ones never sleep; they count among those that are there. */
export function restingInSight(awake: readonly Awake[], { afterMs, most }: SleepRule, now: number): Resting {
  const tired = awake.filter(({ pinned, raised }) => !pinned && !raised).sort((a, b) => a.seenAt - b.seenAt);
  const tooMany = Math.max(0, awake.length - most);
  const dueAt = ({ seenAt }: Awake): number => (afterMs === null ? Infinity : seenAt + afterMs);
  const sleeps = (each: Awake, place: number): boolean => place < tooMany || dueAt(each) <= now;
  const sleep = tired.filter(sleeps).map(({ widget }) => widget);
  const next = tired[sleep.length];
  return { sleep, againInMs: next && afterMs !== null ? dueAt(next) - now : null };
}

/** While the window is hidden: after a grace all but the pinned pages sleep, the raised one among them. */
export function restingOutOfSight(awake: readonly Awake[], leftMs: number): Resting {
  const sleep = awake.filter(({ pinned }) => !pinned).map(({ widget }) => widget);
  if (leftMs <= 0) return { sleep, againInMs: null };
  return { sleep: [], againInMs: sleep.length > 0 ? leftMs : null };
}
