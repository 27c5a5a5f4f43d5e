import { describe, expect, it } from 'vitest';
import { axisEnd, spanOf } from './axis';

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
    expect(axisEnd(milliseconds)).toBe(end);
  });

  it('a_bar_stays_within_the_axis', () => {
    expect(spanOf(250, 500, 1000)).toEqual({ start: 25, length: 50 });
    expect(spanOf(900, 500, 1000)).toEqual({ start: 90, length: 10 });
    expect(spanOf(2000, 5, 1000)).toEqual({ start: 100, length: 0 });
  });
});
