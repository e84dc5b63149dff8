// A small contract and a server of it in a directory of its own, for tests of the local socket.

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { silentLog } from '../../../../../shared/log.ts';
import { type LocalServer, type ServeOptions, serveLocal } from '../../../../../shared/node/local-socket/server.ts';
import { command, defineContract } from '../../../../../shared/wire/define-contract.ts';
import { encodeFrame, FrameDecoder, largestAnswer } from '../../../../../shared/wire/frame.ts';

const nothing = z.strictObject({});

export const contract = defineContract({
  name: 'trial',
  version: 3,
  commands: {
    whoAmI: command(nothing, z.strictObject({ uid: z.int(), pid: z.int() }), { rights: 'read' }),
    double: command(z.strictObject({ number: z.number() }), z.strictObject({ number: z.number() }), { rights: 'user' }),
    destroy: command(nothing, nothing, { rights: 'admin' }),
    wait: command(nothing, nothing, { rights: 'read' }),
    blob: command(z.strictObject({ bytes: z.int() }), z.strictObject({ text: z.string() }), { rights: 'read' }),
    lie: command(nothing, z.strictObject({ number: z.number() }), { rights: 'read' }),
  },
  events: { state: z.strictObject({ revision: z.int() }) },
});
export type TrialContract = typeof contract;

export interface World extends AsyncDisposable {
  readonly path: string;
  readonly server: LocalServer<TrialContract>;
  /** What the server was started with. */
  readonly options: ServeOptions<TrialContract>;
  /** Settles when a waiting handler was told that its caller has gone. */
  readonly abandoned: Promise<void>;
}

export async function world(options: Partial<ServeOptions<TrialContract>> = {}): Promise<World> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-socket-'));
  const socketPath = path.join(directory, 'run', 's.sock');
  const abandoned = Promise.withResolvers<void>();
  const whole: ServeOptions<TrialContract> = {
    path: socketPath,
    mode: 0o666,
    product: 'trial 0.0.1',
    handlers: {
      whoAmI: (_params, caller) => ({ uid: caller.uid, pid: caller.pid }),
      double: ({ number }) => ({ number: number * 2 }),
      destroy: () => ({}),
      wait: async (_params, _caller, signal) => {
        await once(signal, 'abort');
        abandoned.resolve();
        return {};
      },
      blob: ({ bytes }) => ({ text: 'x'.repeat(bytes) }),
      lie: () => ({ number: Number.NaN }),
    },
    authorize: (_caller, rights) => rights !== 'admin',
    snapshot: () => ({ state: { revision: 1 } }),
    log: silentLog,
    ...options,
  };
  const server = await serveLocal(contract, whole);
  return {
    path: socketPath,
    server,
    options: whole,
    abandoned: abandoned.promise,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
}

/** A client that says anything, and collects what it is told. */
export async function rawClient(at: string): Promise<{
  readonly socket: net.Socket;
  readonly say: (value: unknown) => void;
  /** Everything told up to now. */
  readonly told: readonly unknown[];
  /** Everything told until the server closed. */
  readonly all: Promise<unknown[]>;
}> {
  const socket = net.connect(at);
  await once(socket, 'connect');
  const decoder = new FrameDecoder(largestAnswer);
  const told: unknown[] = [];
  socket.on('data', (chunk) => told.push(...decoder.read(chunk).values));
  socket.on('error', () => undefined);
  return {
    socket,
    told,
    say: (value) => socket.write(encodeFrame(value)),
    all: new Promise((resolve) => socket.once('close', () => resolve(told))),
  };
}
