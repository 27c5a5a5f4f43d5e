import { asAppError } from '../bridge/failure';
import type { AppError } from '../bridge/model';

/** The last view that Rust pushed to this window. */
export class Watch<View> {
  view = $state.raw<View | null>(null);
  /** When it came, on the clock of `performance.now()`. */
  receivedAt = $state.raw(0);
  error = $state.raw<AppError | null>(null);
  readonly #subscribe: (onView: (view: View) => void) => Promise<void>;

  constructor(subscribe: (onView: (view: View) => void) => Promise<void>) {
    this.#subscribe = subscribe;
  }

  start(): void {
    this.error = null;
    this.#subscribe((view) => {
      this.receivedAt = performance.now();
      this.view = view;
    }).catch((reason: unknown) => {
      this.error = asAppError(reason);
    });
  }
}
