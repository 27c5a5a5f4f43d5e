import { describe, expect, it } from 'vitest';
import type { MainView } from '../bridge/model';
import { mainView, usualPreferences } from '../bridge/scripted/data';
import { restingInSight, restingOutOfSight, sleepRule, type Awake } from './sleep';

const minute = 60_000;
const now = 1_000 * minute;

/** Out of view for so many minutes. */
function unseen(widget: string, minutes: number, change: Partial<Awake> = {}): Awake {
  return { widget, pinned: false, raised: false, seenAt: now - minutes * minute, ...change };
}

describe('which widgets sleep', () => {
  const rule = { afterMs: 30 * minute, most: 6 };

  it('one_that_was_out_of_view_for_long_sleeps_and_the_next_moment_is_that_of_the_next_one', () => {
    const awake = [unseen('a', 12), unseen('b', 30), unseen('c', 29), unseen('d', 31)];
    expect(restingInSight(awake, rule, now)).toEqual({ sleep: ['d', 'b'], againInMs: minute });
  });

  it('the_one_in_view_and_pinned_ones_never_sleep', () => {
    const awake = [unseen('raised', 500, { raised: true }), unseen('pinned', 500, { pinned: true })];
    expect(restingInSight(awake, { afterMs: minute, most: 1 }, now)).toEqual({ sleep: [], againInMs: null });
  });

  it('over_the_cap_the_least_recently_seen_go_first', () => {
    const awake = [
      unseen('raised', 0, { raised: true }),
      unseen('a', 3),
      unseen('b', 9),
      unseen('pinned', 20, { pinned: true }),
      unseen('c', 6),
    ];
    expect(restingInSight(awake, { ...rule, most: 3 }, now)).toEqual({ sleep: ['b', 'c'], againInMs: 27 * minute });
    expect(restingInSight(awake, { ...rule, most: 5 }, now).sleep).toEqual([]);
  });

  it('never_is_never_but_the_cap_still_holds', () => {
    const awake = [unseen('a', 100_000), unseen('b', 10), unseen('c', 1)];
    expect(restingInSight(awake, { afterMs: null, most: 2 }, now)).toEqual({ sleep: ['a'], againInMs: null });
  });

  it('out_of_sight_all_but_the_pinned_sleep_once_the_grace_is_over', () => {
    const awake = [unseen('raised', 0, { raised: true }), unseen('pinned', 9, { pinned: true }), unseen('a', 1)];
    expect(restingOutOfSight(awake, 500)).toEqual({ sleep: [], againInMs: 500 });
    expect(restingOutOfSight(awake, 0)).toEqual({ sleep: ['raised', 'a'], againInMs: null });
    expect(restingOutOfSight([unseen('pinned', 9, { pinned: true })], 500).againInMs).toBeNull();
  });

  it('what_the_person_prefers_is_what_holds', () => {
    const rule = (change: Partial<MainView>) => sleepRule(mainView({ state: 'idle' }, change));
    expect(rule({})).toEqual({ afterMs: 30 * minute, most: 6 });
    const preferences = { ...usualPreferences, sleep_after_minutes: 'never', live_frames: '12' } as const;
    expect(rule({ preferences })).toEqual({ afterMs: null, most: 12 });
  });

  it('pages_of_the_window_share_the_limit', () => {
    const { most } = sleepRule(mainView({ state: 'idle' }, { in_front: false, frames_elsewhere: 5 }));
    const awake = [unseen('raised', 0, { raised: true }), unseen('a', 1)];
    expect(restingInSight(awake, { afterMs: null, most }, now).sleep).toEqual(['a']);
    expect(sleepRule(mainView({ state: 'idle' }, { frames_elsewhere: 5 })).most).toBe(6);
  });
});
