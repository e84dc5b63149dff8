// A client by name that echoes through one connection after the other, and reports what the model must know of each.

import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** What a client tells; times are of the ledger's clock. */
export interface ClientReports {
  readonly now: () => number;
  readonly answered: (openedAt: number, askedAt: number) => void;
  /** Its connection, which had worked, ended though it did not want it to. */
  readonly ended: (openedAt: number) => void;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly lookup: LookupFunction;
}

export interface EchoClient {
  /** Since when its connection works; null while it has none. */
  readonly openSince: () => number | null;
  readonly lastAnswerAt: () => number;
  /** Resolves when the client has ended, after the signal. */
  readonly done: Promise<void>;
}

const askEveryMs = 100;
const againAfterMs = 200;
const openWithinMs = 5_000;

export function startEchoClient(target: Target, reports: ClientReports, signal: AbortSignal): EchoClient {
  let openSince: number | null = null;
  let lastAnswerAt = Number.NEGATIVE_INFINITY;

  async function connection(): Promise<void> {
    const socket = new WebSocket(`ws://${target.host}:${target.port}/ws`, {
      lookup: target.lookup,
      handshakeTimeout: openWithinMs,
    });
    const stop = () => socket.terminate();
    signal.addEventListener('abort', stop, { once: true });
    let openedAt: number | null = null;
    let askedAt = 0;
    let asked = 0;
    const ask = () => {
      if (socket.readyState !== WebSocket.OPEN) return;
      asked += 1;
      askedAt = reports.now();
      socket.send(`ping ${asked}`);
    };
    let timer: NodeJS.Timeout | undefined;
    socket.on('open', ask);
    socket.on('message', (text) => {
      if (String(text) !== `echo ping ${asked}`) return;
      openedAt ??= reports.now();
      openSince = openedAt;
      lastAnswerAt = reports.now();
      reports.answered(openedAt, askedAt);
      timer = setTimeout(ask, askEveryMs);
    });
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    openSince = null;
    if (openedAt !== null && !signal.aborted) reports.ended(openedAt);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await connection();
      await sleep(againAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return { openSince: () => openSince, lastAnswerAt: () => lastAnswerAt, done: run() };
}
