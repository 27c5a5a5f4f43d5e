import type { MainView } from '../bridge/model';
import { findWidget } from './frames.svelte';

/** Which widget is selected: what was just clicked, until Rust says the same. */
export class Selection {
  #chosen = $state.raw<string | null>(null);
  #answered = false;

  choose(widget: string): void {
    this.#chosen = widget;
    this.#answered = false;
  }

  /** Rust took the choice over, so its next view counts. */
  answered(): void {
    this.#answered = true;
  }

  /** Rust refused: back to what it says. */
  drop(): void {
    this.#chosen = null;
  }

  /** To be called with each new view. */
  settle(view: MainView): void {
    if (this.#answered || view.selected === this.#chosen) this.#chosen = null;
  }

  of(view: MainView): string | null {
    for (const widget of [this.#chosen, view.selected]) {
      if (widget !== null && findWidget(view, widget)) return widget;
    }
    return view.communities.find(({ widgets }) => widgets.length > 0)?.widgets[0]?.id ?? null;
  }
}
