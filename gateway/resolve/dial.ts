// Connects to a server at exactly the addresses that were checked, one after the other.

import { connect, type Socket } from 'node:net';

export type Dialled =
  | { readonly kind: 'connected'; readonly socket: Socket; readonly address: string }
  | { readonly kind: 'failed'; readonly code: '082' | '083' | '084' };

export const dialLimitMs = 10_000;

/** Tries the addresses in order; all of them together get 10 s. The socket may be half closed and is not read yet. */
export async function dial(addresses: readonly string[], port: number, signal: AbortSignal): Promise<Dialled> {
  const endsAt = performance.now() + dialLimitMs;
  let last: Dialled = { kind: 'failed', code: '084' };
  for (const [at, address] of addresses.entries()) {
    const shareMs = Math.min(dialLimitMs / (addresses.length - at), endsAt - performance.now());
    last = await dialOne(address, port, shareMs, signal);
    if (last.kind === 'connected' || signal.aborted || performance.now() >= endsAt) return last;
  }
  return last;
}

function dialOne(address: string, port: number, limitMs: number, signal: AbortSignal): Promise<Dialled> {
  if (signal.aborted) return Promise.resolve({ kind: 'failed', code: '083' });
  const socket = connect({
    host: address,
    port,
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
    autoSelectFamily: false,
  });
  return new Promise((resolve) => {
    const finish = (outcome: Dialled) => {
      signal.removeEventListener('abort', giveUp);
      clearTimeout(timer);
      socket.removeAllListeners();
      if (outcome.kind === 'failed') socket.destroy();
      // Until a carrier takes the socket, its errors belong to nobody.
      socket.on('error', () => undefined);
      resolve(outcome);
    };
    const giveUp = () => finish({ kind: 'failed', code: '083' });
    const timer = setTimeout(giveUp, limitMs);
    timer.unref();
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', () => finish({ kind: 'connected', socket, address }));
    socket.once('error', (error: NodeJS.ErrnoException) => finish({ kind: 'failed', code: failureCode(error.code) }));
  });
}

function failureCode(code: string | undefined): '082' | '083' | '084' {
  if (code === 'ECONNREFUSED') return '082';
  return code === 'ETIMEDOUT' ? '083' : '084';
}
