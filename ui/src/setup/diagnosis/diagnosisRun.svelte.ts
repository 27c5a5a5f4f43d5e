import { asAppError } from '../../bridge/failure';
import type { AppError, Check, CheckReport, Diagnosed } from '../../bridge/model';

/** One diagnosis, with its checks as they end. */
export class DiagnosisRun {
  running = $state(false);
  reports = $state.raw<readonly CheckReport[]>([]);
  outcome = $state.raw<Diagnosed | null>(null);
  error = $state.raw<AppError | null>(null);
  #run = 0;

  /** A second start while it runs does nothing. */
  async start(call: (onCheck: (report: CheckReport) => void) => Promise<Diagnosed>): Promise<void> {
    if (this.running) return;
    this.#run += 1;
    const run = this.#run;
    this.running = true;
    this.reports = [];
    this.outcome = null;
    this.error = null;
    try {
      const outcome = await call((report) => {
        // Reports and the answer come by separate ways, so one may outlive its run.
        if (run === this.#run && this.running) this.#take(report);
      });
      this.outcome = outcome;
      this.reports = outcome.diagnosis.checks;
    } catch (reason) {
      this.error = asAppError(reason);
    } finally {
      this.running = false;
    }
  }

  of(check: Check): CheckReport | null {
    return this.reports.find((report) => report.check === check) ?? null;
  }

  #take(report: CheckReport): void {
    this.reports = [...this.reports.filter(({ check }) => check !== report.check), report];
  }
}
