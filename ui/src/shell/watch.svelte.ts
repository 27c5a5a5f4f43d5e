import { asAppError } from '../bridge/failure';
import type { AppError, Language } from '../bridge/model';
import { speak } from '../messages/language.svelte';

/** The last view that Rust pushed to this window. */
export class Watch<View extends { readonly language: Language }> {
  view = $state.raw<View | null>(null);
  /** When it came, on the clock of `performance.now()`. */
  receivedAt = $state.raw(0);
  error = $state.raw<AppError | null>(null);
  #latest: View | null = null;
  readonly #subscribe: (onView: (view: View) => void) => Promise<void>;

  constructor(subscribe: (onView: (view: View) => void) => Promise<void>) {
    this.#subscribe = subscribe;
  }

  start(): void {
    this.error = null;
    this.#subscribe((view) => this.#take(view)).catch((reason: unknown) => {
      this.error = asAppError(reason);
    });
  }

  /** A view is shown in its own language, so it may have to wait for that. */
  #take(view: View): void {
    this.#latest = view;
    const receivedAt = performance.now();
    const show = (): void => {
      if (this.#latest !== view) return;
      this.receivedAt = receivedAt;
      this.view = view;
    };
    const loading = speak(view.language);
    // Without its texts it is shown in the language that was spoken before.
    if (loading) loading.then(show, show);
    else show();
  }
}
