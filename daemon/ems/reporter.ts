// Sends reports: at once when something changed, else at the interval the EMS asks for; one at a time.

import { backoffDelayMs, emsBackoff, jittered } from '../../shared/backoff.ts';
import type { Report, ReportReply } from '../../shared/ems/report.ts';
import type { Logger } from '../../shared/log.ts';

export interface ReporterOptions {
  /** Looks at everything again; called before a report that is due by time. */
  readonly refresh: () => Promise<void>;
  readonly compose: () => Promise<Report>;
  readonly send: (report: Report, signal: AbortSignal) => Promise<ReportReply>;
  readonly onReply: (reply: ReportReply) => void;
  /** A report failed; what it means is for the caller to decide. */
  readonly onFailure: (error: unknown) => Promise<void>;
  readonly keepaliveMs: () => number;
  readonly random: () => number;
  readonly log: Logger;
}

export interface Reporter extends AsyncDisposable {
  /** Reports soon; calls while one is under way lead to one more after it. */
  reportNow(): void;
}

/** Several changes in one breath make one report. */
const gatherMs = 20;

export function startReporter(options: ReporterOptions): Reporter {
  const stop = new AbortController();
  let isWanted = false;
  let failures = 0;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  function schedule(delayMs: number, isDueByTime: boolean): void {
    if (timer !== null) clearTimeout(timer);
    timer = stop.signal.aborted ? null : setTimeout(() => begin(isDueByTime), delayMs);
  }

  function begin(isDueByTime: boolean): void {
    isWanted = false;
    running = report(isDueByTime).finally(() => {
      running = null;
      if (isWanted) schedule(gatherMs, false);
      else schedule(pauseMs(), true);
    });
  }

  /** What could not be told is told again soon, not only when the next report is due. */
  function pauseMs(): number {
    const untilDue = jittered(options.keepaliveMs(), 0.1, options.random());
    if (failures === 0) return untilDue;
    return Math.min(untilDue, backoffDelayMs(emsBackoff, failures, options.random()));
  }

  async function report(isDueByTime: boolean): Promise<void> {
    try {
      if (isDueByTime) await options.refresh();
      options.onReply(await options.send(await options.compose(), stop.signal));
      failures = 0;
    } catch (error) {
      if (stop.signal.aborted) return;
      failures += 1;
      options.log.warn('a report did not get through', { error });
      await options
        .onFailure(error)
        .catch((next: unknown) => options.log.error('a failed report had a failed sequel', { error: next }));
    }
  }

  return {
    reportNow() {
      if (isWanted || stop.signal.aborted) return;
      isWanted = true;
      if (running === null) schedule(gatherMs, false);
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
