import { asAppError } from '../bridge/failure';
import type { AppError } from '../bridge/model';

/** One command that a button starts: whether it runs, and what it failed with. */
export class Attempt {
  running = $state(false);
  error = $state.raw<AppError | null>(null);

  /** True if it went through. A second press while it runs does nothing. */
  async run(call: () => Promise<void>): Promise<boolean> {
    if (this.running) return false;
    this.running = true;
    this.error = null;
    try {
      await call();
      return true;
    } catch (reason) {
      this.error = asAppError(reason);
      return false;
    } finally {
      this.running = false;
    }
  }
}
