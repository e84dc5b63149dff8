// Ends a program in order: a signal aborts what waits, then the stack of open things closes; a second signal ends it hard.

import process from 'node:process';
import type { Logger } from '../log.ts';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long a program with an uncaught error may take to close what it holds. */
const brokenEndMs = 5_000;

/** Exit statuses of a shell's convention: 128 + number of the signal. */
const statusOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Runs a program to its end and returns the exit status: what `run` returned, 0 if a signal ended it with an abort, 1 after an error,
 * which is logged. `run` puts everything it opens onto `stack`, which is closed in reverse on every way out, and returns when
 * `signal` fires. An error that nobody caught counts as a failure of `run`. `onStop` is another way to be told to end.
 */
export async function runToEnd(
  run: (signal: AbortSignal, stack: AsyncDisposableStack) => Promise<number>,
  log: Logger,
  onStop: (stop: () => void) => void = () => undefined,
): Promise<number> {
  const stop = new AbortController();
  let status = 0;

  function onSignal(name: (typeof endingSignals)[number]): void {
    if (stop.signal.aborted) process.exit(statusOf[name]);
    log.info('stopping', { signal: name });
    stop.abort();
  }
  function onUncaught(error: unknown): void {
    log.error('an error was caught by nobody', { error });
    status = 1;
    stop.abort();
    // A program in an unknown state may not come to its end by itself.
    setTimeout(() => process.exit(1), brokenEndMs).unref();
  }

  for (const name of endingSignals) process.on(name, onSignal);
  onStop(() => {
    log.info('stopping', { told: 'by the supervisor' });
    stop.abort();
  });
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  const stack = new AsyncDisposableStack();
  try {
    const returned = await run(stop.signal, stack);
    if (status === 0) status = returned;
  } catch (error) {
    if (!isAbort(error, stop.signal)) {
      log.error('the program failed', { error });
      status = 1;
    }
  }
  try {
    stop.abort();
    await stack.disposeAsync();
  } catch (error) {
    log.error('closing failed', { error });
    status = 1;
  } finally {
    for (const name of endingSignals) process.off(name, onSignal);
    process.off('uncaughtException', onUncaught);
    process.off('unhandledRejection', onUncaught);
  }
  return status;
}

/** Resolves when the signal fires; the last line of a program that serves. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'));
}
