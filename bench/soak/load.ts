// Keeps many clients at work through the tunnel, and holds each connection against the model.

import { runBulkClient } from './bulk-client.ts';
import { type EchoClient, startEchoClient, type Target } from './echo-client.ts';
import type { Ledger } from './ledger.ts';
import { mayNotEnd, usualGraces, whyForbidden, whyMustHaveEnded } from './model.ts';

export interface LoadCounts {
  readonly sessions: number;
  readonly echoes: number;
  readonly downloads: number;
  readonly mebibytes: number;
}

export interface Load extends AsyncDisposable {
  readonly counts: LoadCounts;
  /** How many clients have got an answer since this moment. */
  answeredSince(at: number): number;
  /** How many clients have a connection that works. */
  open(): number;
}

export interface LoadSize {
  readonly echoClients: number;
  readonly bulkClients: number;
}

const lookEveryMs = 250;

export function startLoad(target: Target, ledger: Ledger, size: LoadSize): Load {
  const stop = new AbortController();
  const counts = { sessions: 0, echoes: 0, downloads: 0, mebibytes: 0 };
  const { now, standing } = ledger;

  const reports = {
    now,
    answered(openedAt: number, askedAt: number) {
      counts.echoes += 1;
      // What was asked in time may be answered; what was asked too late never.
      const why = whyForbidden(standing(), openedAt, askedAt, usualGraces);
      if (why !== null) ledger.violated(`a session carried bytes although ${why}`);
    },
    ended() {
      counts.sessions += 1;
      if (mayNotEnd(standing())) ledger.violated('a session ended although nothing had happened');
    },
  };
  const clients: readonly EchoClient[] = Array.from({ length: size.echoClients }, () =>
    startEchoClient(target, reports, stop.signal),
  );
  const bulk = Array.from({ length: size.bulkClients }, () =>
    runBulkClient(
      target,
      {
        whole(bytes) {
          counts.downloads += 1;
          counts.mebibytes += bytes / 2 ** 20;
        },
        broken() {
          if (mayNotEnd(standing())) ledger.violated('a download broke off although nothing had happened');
        },
        wrong: () => ledger.violated('a download that looked whole holds other bytes'),
      },
      stop.signal,
    ),
  );

  function look(): void {
    for (const client of clients) {
      const openSince = client.openSince();
      const why = openSince === null ? null : whyMustHaveEnded(standing(), openSince, now(), usualGraces);
      if (why !== null) ledger.violated(`a session is open although ${why}`);
    }
  }
  const timer = setInterval(look, lookEveryMs);

  return {
    counts,
    answeredSince: (at) => clients.filter((client) => client.lastAnswerAt() > at).length,
    open: () => clients.filter((client) => client.openSince() !== null).length,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await Promise.all([...clients.map(({ done }) => done), ...bulk]);
    },
  };
}
