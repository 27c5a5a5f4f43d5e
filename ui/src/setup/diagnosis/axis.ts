import type { CheckReport } from '../../bridge/model';

/** When a step took place, in milliseconds on the axis. */
export interface Stretch {
  readonly startedMs: number;
  readonly tookMs: number;
}

/** Where a bar stands on the axis, in percent of it. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** How long after the frame was opened the window saw a step; null for a step that the diagnosis took itself. */
export function seenAfter({ facts }: CheckReport): number | null {
  return facts.find((fact) => fact.fact === 'after_opening')?.ms ?? null;
}

/** What the window saw lies before the diagnosis: its zero is the moment when the frame was opened. */
export function stretchOf(report: CheckReport): Stretch {
  const seen = seenAfter(report);
  if (seen !== null) return { startedMs: 0, tookMs: seen };
  return { startedMs: report.started_ms, tookMs: report.took_ms };
}

/** A round end for an axis that holds each of the steps. */
export function axisEnd(stretches: readonly Stretch[]): number {
  const least = Math.max(10, ...stretches.map(({ startedMs, tookMs }) => startedMs + tookMs));
  const unit = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.find((each) => each * unit >= least) ?? 10;
  return step * unit;
}

export function spanOf({ startedMs, tookMs }: Stretch, end: number): Span {
  const start = Math.min((startedMs / end) * 100, 100);
  return { start, length: Math.min((tookMs / end) * 100, 100 - start) };
}
