import type { OnStep } from '../bridge/bridge';
import { asAppError } from '../bridge/failure';
import type { AppError, Connected, ConnectStep, Field, StepReport } from '../bridge/model';
import { fieldOf } from './form/fieldOf';

/** One run of *Connect*, *Add widget* or *Sign in*, with its steps as they come. */
export class StepRun {
  running = $state(false);
  reports = $state.raw<readonly StepReport[]>([]);
  #rejection = $state.raw<AppError | null>(null);
  #run = 0;

  get started(): boolean {
    return this.running || this.reports.length > 0 || this.#rejection !== null;
  }

  get error(): AppError | null {
    return this.#rejection;
  }

  get failedStep(): ConnectStep | null {
    return this.reports.find(({ verdict }) => verdict === 'failed')?.step ?? null;
  }

  /** The field that the error is about, if it is about one. */
  get field(): Field | null {
    if (!this.#rejection) return null;
    for (const report of this.reports) if (report.verdict === 'failed') return report.field;
    return fieldOf(this.#rejection.code);
  }

  /** The error to show beside `field`. */
  errorOf(field: Field): AppError | null {
    return this.field === field ? this.#rejection : null;
  }

  clear(): void {
    if (this.running) return;
    this.reports = [];
    this.#rejection = null;
  }

  /** Fails before anything was sent. */
  refuse(error: AppError): void {
    this.reports = [];
    this.#rejection = error;
  }

  /** The outcome, or `null` if it failed or another one runs already. */
  async run(call: (onStep: OnStep) => Promise<Connected>): Promise<Connected | null> {
    if (this.running) return null;
    this.#run += 1;
    const run = this.#run;
    this.running = true;
    this.reports = [];
    this.#rejection = null;
    try {
      return await call((report) => {
        // Reports and the answer come by separate ways, so one may outlive its run.
        if (run === this.#run) this.#take(report);
      });
    } catch (reason) {
      this.#rejection = asAppError(reason);
      return null;
    } finally {
      this.running = false;
    }
  }

  #take(report: StepReport): void {
    const others = this.reports.filter(({ step }) => step !== report.step);
    this.reports = [...others, report];
  }
}
