// Tells whoever supervises this program how it is doing: systemd, Stile's service host of Windows, or nobody; chosen by the environment.

import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from '../../log.ts';
import { type HostPipe, hostPipe, hostPipeVariables } from './host-pipe.ts';
import { notifySocketAt } from './notify-socket.ts';
import { systemd, systemdVariables } from './systemd.ts';

/** Every call returns at once; that a message did not arrive is logged, and never fails the program. */
export interface Supervisor {
  readonly kind: 'systemd' | 'host' | 'none';
  /** How often a sign of life is wanted; null: never. */
  readonly beatEveryMs: number | null;
  /** It serves now, at this place. */
  ready(place: string): void;
  /** It is well: see keep-beating.ts for what that means. */
  beat(): void;
  /** It ends because it was told to. */
  stopping(): void;
  /** Called once when the supervisor wants it to end, if it says so by another way than a signal. */
  onStop(listener: () => void): void;
  /** What the environment held of this, for a program that this process becomes; children get none of it. */
  readonly handOver: Readonly<Record<string, string>>;
}

/** Variables that are meant for this process alone. Removed, or every child would find them. */
const ours = [...systemdVariables, ...hostPipeVariables];

export type Environment = Record<string, string | undefined>;

/** Reads the environment, and takes out of it what was meant for this process. Streams are replaced only in tests. */
export async function supervisorFrom(
  environment: Environment,
  log: Logger,
  streams: { readonly input: Readable; readonly output: Writable } = { input: process.stdin, output: process.stdout },
): Promise<Supervisor> {
  const handOver: Record<string, string> = {};
  for (const name of ours) {
    const value = environment[name];
    if (value !== undefined) handOver[name] = value;
    delete environment[name];
  }
  const host: HostPipe | null = hostPipe(handOver, streams, log);
  if (host !== null) return { kind: 'host', ...host, handOver };
  const notified = await systemd(handOver, process.pid, notifySocketAt, log);
  if (notified !== null) return { kind: 'systemd', ...notified, onStop: () => undefined, handOver };
  return {
    kind: 'none',
    beatEveryMs: null,
    ready: () => undefined,
    beat: () => undefined,
    stopping: () => undefined,
    onStop: () => undefined,
    handOver,
  };
}
