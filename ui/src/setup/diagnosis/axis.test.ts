import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../bridge/model';
import { axisEnd, seenAfter, spanOf, stretchOf } from './axis';

const measured: CheckReport = { check: 'tls', outcome: 'passed', started_ms: 40, took_ms: 90, facts: [] };
const seen: CheckReport = {
  check: 'ready',
  outcome: 'passed',
  started_ms: 735,
  took_ms: 1,
  facts: [{ fact: 'after_opening', ms: 1590 }],
};

describe('the time axis of a diagnosis', () => {
  it.each([
    [0, 10],
    [10, 10],
    [11, 20],
    [99, 100],
    [230, 250],
    [1001, 2000],
    [4200, 5000],
    [12_000, 20_000],
  ])('%i_ms_end_at_%i', (milliseconds, end) => {
    expect(axisEnd([{ startedMs: 0, tookMs: milliseconds }])).toBe(end);
  });

  it('holds_the_step_that_ends_last_and_has_a_length_without_any', () => {
    expect(axisEnd([])).toBe(10);
    expect(axisEnd([stretchOf(measured)])).toBe(200);
    const steps = [seen, measured].map(stretchOf);
    expect(axisEnd(steps)).toBe(2000);
  });

  it('what_the_window_saw_reaches_from_the_opening_of_the_frame', () => {
    expect(seenAfter(seen)).toBe(1590);
    expect(stretchOf(seen)).toEqual({ startedMs: 0, tookMs: 1590 });
    expect(seenAfter(measured)).toBeNull();
    expect(stretchOf(measured)).toEqual({ startedMs: 40, tookMs: 90 });
  });

  it('a_bar_stays_within_the_axis', () => {
    expect(spanOf({ startedMs: 250, tookMs: 500 }, 1000)).toEqual({ start: 25, length: 50 });
    expect(spanOf({ startedMs: 900, tookMs: 500 }, 1000)).toEqual({ start: 90, length: 10 });
    expect(spanOf({ startedMs: 2000, tookMs: 5 }, 1000)).toEqual({ start: 100, length: 0 });
  });
});
