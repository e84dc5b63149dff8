// A client of a protected service with bytes flowing both ways all the time, that notes when its socket ends.

import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { PublishedName } from '../../build/demo/stories/path/device.ts';

export interface LiveClient extends Disposable {
  /** The moment its socket ended, by the clock of `performance`. */
  readonly ended: Promise<number>;
  /** The moment the last byte came. */
  readonly lastByteAt: () => number;
}

const everyMs = 5;
const uselessMs = 20;

/** Connects by the name's own address until the gateway lets it in; resolves when bytes have come back. */
export async function connectLive(at: PublishedName, signal: AbortSignal): Promise<LiveClient> {
  for (;;) {
    signal.throwIfAborted();
    const client = await tryOnce(at);
    if (client !== null) return client;
    await sleep(uselessMs, undefined, { signal });
  }
}

async function tryOnce({ name, address, port, usualPort }: PublishedName): Promise<LiveClient | null> {
  const socket = new WebSocket(`ws://${address}:${port}/ws`, { headers: { host: `${name}:${usualPort}` } });
  const ended = Promise.withResolvers<number>();
  let lastByteAt = performance.now();
  const timer = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send('ping');
  }, everyMs);
  socket.on('upgrade', ({ socket: raw }: IncomingMessage) => {
    raw.prependListener('data', () => {
      lastByteAt = performance.now();
    });
    raw.once('close', () => ended.resolve(performance.now()));
  });
  socket.once('close', () => clearInterval(timer));
  const isUp = await new Promise<boolean>((resolve) => {
    socket.on('message', (text) => {
      if (String(text) === 'echo ping') resolve(true);
    });
    socket.on('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
  if (!isUp) return null;
  return { ended: ended.promise, lastByteAt: () => lastByteAt, [Symbol.dispose]: () => socket.terminate() };
}
