import type { Language } from '../bridge/model';
import { getTextDirection, overwriteGetLocale } from './generated/runtime';
import { isLoaded, load } from './loaded';

let spoken = $state.raw<Language>('en');
// Messages ask for it while they are drawn, so that they are drawn anew when it changes.
overwriteGetLocale(() => spoken);

export function language(): Language {
  return spoken;
}

/**
 * Has the whole window speak a language: at once if its texts are there, or else when they are. A promise is there to wait
 * for in the second case.
 */
export function speak(wanted: Language): Promise<void> | null {
  if (!isLoaded(wanted)) return load(wanted).then(() => turnTo(wanted));
  turnTo(wanted);
  return null;
}

function turnTo(wanted: Language): void {
  spoken = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = getTextDirection(wanted);
}

/** A part of a hundred, or more than that, as people write it. */
export function inPercent(percent: number): string {
  return new Intl.NumberFormat(spoken, { style: 'percent' }).format(percent / 100);
}

/** How long something takes or lasts, as people write it. */
export function inSeconds(seconds: number, signDisplay: 'auto' | 'exceptZero' = 'auto'): string {
  const style = { style: 'unit', unit: 'second', unitDisplay: 'short', signDisplay } as const;
  return new Intl.NumberFormat(spoken, style).format(seconds);
}

/** As `inSeconds`, for what is short. */
export function inMilliseconds(milliseconds: number): string {
  return new Intl.NumberFormat(spoken, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' }).format(
    milliseconds,
  );
}

/** As `inSeconds`, in words. */
export function inMinutes(minutes: number): string {
  return new Intl.NumberFormat(spoken, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(minutes);
}

/** A day, given in seconds since 1970. */
export function onDay(seconds: number): string {
  return new Intl.DateTimeFormat(spoken, { dateStyle: 'medium', timeZone: 'UTC' }).format(seconds * 1000);
}
