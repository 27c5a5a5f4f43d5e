/** Where a bar stands on the axis, in percent of it. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** A round end for an axis that holds so many milliseconds. */
export function axisEnd(milliseconds: number): number {
  const least = Math.max(milliseconds, 10);
  const unit = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.find((each) => each * unit >= least) ?? 10;
  return step * unit;
}

export function spanOf(startedMs: number, tookMs: number, end: number): Span {
  const start = Math.min((startedMs / end) * 100, 100);
  return { start, length: Math.min((tookMs / end) * 100, 100 - start) };
}
