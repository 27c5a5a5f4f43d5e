import type { MainView, PageAction } from '../bridge/model';

/** Tells which shortcuts of a view the page has not acted on yet. */
export class Presses {
  /** The number of the last one; `null` before the first view, whose presses were meant for a page that is gone. */
  #seen: number | null = null;

  fresh({ presses }: MainView): PageAction[] {
    const seen = this.#seen;
    // Below what was seen where another community's app counts from the start.
    this.#seen = presses.at(-1)?.number ?? 0;
    if (seen === null) return [];
    return presses.filter(({ number }) => number > seen).map(({ action }) => action);
  }
}
