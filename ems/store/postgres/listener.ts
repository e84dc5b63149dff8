// Keeps one connection on which PostgreSQL tells what was announced; a lost one is made again, and the gap is told.

import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { type BackoffShape, backoffDelayMs } from '../../../shared/backoff.ts';
import type { Logger } from '../../../shared/log.ts';
import { channel, type Hearer, hear } from '../notices.ts';
import { databaseFailure } from './failures.ts';

export interface ListenerOptions {
  readonly client: ClientConfig;
  /** How people know this database. */
  readonly database: string;
  readonly hearer: Hearer;
  readonly log: Logger;
}

const again: BackoffShape = { firstMs: 100, longestMs: 5_000 };
/** A connection whose other end is gone would hear nothing, for ever: it is asked. */
const askEveryMs = 5_000;

/** Hears from when this resolves until it is disposed. @throws AppError `database-*` if the first connection fails */
export async function listenOnPostgres(options: ListenerOptions): Promise<AsyncDisposable> {
  const { client: config, database, hearer, log } = options;
  const stop = new AbortController();

  async function connect(): Promise<{ readonly client: Client; readonly lost: Promise<void> }> {
    const client = new Client(config);
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', ({ payload }) => hear(hearer, payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw databaseFailure(error, database);
    }
    return { client, lost };
  }

  async function keep(first: Awaited<ReturnType<typeof connect>>): Promise<void> {
    let held = first;
    while (!stop.signal.aborted) {
      await untilLost(held, stop.signal);
      await held.client.end().catch(() => undefined);
      if (stop.signal.aborted) return;
      log.warn('lost the connection on which the database tells of changes', { database });
      const next = await reconnect();
      if (next === null) return;
      held = next;
      log.info('hears of changes again', { database });
      hearer.gap();
    }
    await held.client.end().catch(() => undefined);
  }

  async function reconnect(): Promise<Awaited<ReturnType<typeof connect>> | null> {
    for (let attempt = 1; ; attempt += 1) {
      const delayMs = backoffDelayMs(again, attempt, Math.random());
      await sleep(delayMs, undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) return null;
      const made = await connect().catch(() => null);
      if (made !== null) return made;
    }
  }

  const running = keep(await connect());
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/** Ends when the connection does, when it does not answer any more, or when nobody wants it. */
async function untilLost(
  { client, lost }: { readonly client: Client; readonly lost: Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const asking = (async () => {
    for (;;) {
      await sleep(askEveryMs, undefined, { signal: either });
      await client.query('select 1');
    }
  })().catch(() => undefined);
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  if (!signal.aborted) await Promise.race([lost, asking, stopped]);
  over.abort();
}
