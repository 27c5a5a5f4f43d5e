import type { SetupPage, SetupView } from '../bridge/model';

/** The page in view. Rust turns to one; from there on the person does. */
export class Pages {
  #trail = $state.raw<readonly SetupPage[]>([]);
  #turn: number | null = null;

  get page(): SetupPage | null {
    return this.#trail.at(-1) ?? null;
  }

  get canGoBack(): boolean {
    return this.page !== null && this.page.page !== 'start';
  }

  /** To be called with each new view; only a turn of the page changes anything. */
  follow(view: SetupView): void {
    if (view.page_turn === this.#turn) return;
    this.#turn = view.page_turn;
    this.#trail = [view.page];
  }

  go(page: SetupPage): void {
    this.#trail = [...this.#trail, page];
  }

  back(): void {
    const page = this.page;
    if (!page || !this.canGoBack) return;
    this.#trail = this.#trail.length > 1 ? this.#trail.slice(0, -1) : [above(page)];
  }

  /** Leaves a page whose subject is gone. */
  home(): void {
    this.#trail = [{ page: 'start' }];
  }
}

function above(page: SetupPage): SetupPage {
  if (page.page !== 'community' && 'community' in page) return { page: 'community', community: page.community };
  return { page: 'start' };
}
