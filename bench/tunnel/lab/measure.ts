// Measures one thing once through one tunnel, with the tools; what they print is checked here.

import { z } from 'zod';
import type { Lab, StartedTunnel } from './lab.ts';
import { processorSeconds } from './processor-time.ts';

const transferred = z.strictObject({ bytes: z.int(), seconds: z.number().positive() });
const connected = z.strictObject({
  failed: z.int(),
  seconds: z.number().positive(),
  tookUs: z.array(z.int()),
});
const roundTrips = z.strictObject({ tookUs: z.array(z.int()) });

export type Direction = 'down' | 'up';

/** Carries bytes from the source or to the sink; MiB per second. */
export async function transfer(lab: Lab, tunnel: StartedTunnel, direction: Direction, mib: number): Promise<number> {
  const { address, port } = tunnel.entrance(direction === 'down' ? 'source' : 'sink');
  const args = [direction, address, String(port), String(mib * 2 ** 20)];
  const { seconds } = transferred.parse(await lab.run('transfer', args, 120_000));
  return mib / seconds;
}

export interface Connects {
  readonly count: number;
  readonly atOnce: number;
  /** Begins no more after this time. */
  readonly seconds: number;
  readonly pauseMs: number;
}

/** Opens connections for one byte and its echo each: milliseconds that each took, and how many in a second. */
export async function connects(
  lab: Lab,
  tunnel: StartedTunnel,
  { count, atOnce, seconds, pauseMs }: Connects,
): Promise<{ readonly tookMs: readonly number[]; readonly perSecond: number; readonly failed: number }> {
  const { address, port } = tunnel.entrance('echo');
  const args = [address, port, count, atOnce, seconds, pauseMs].map(String);
  const found = connected.parse(await lab.run('connects', args));
  return {
    tookMs: found.tookUs.map((each) => each / 1_000),
    perSecond: found.tookUs.length / found.seconds,
    failed: found.failed,
  };
}

/** Sends messages of 64 bytes over one connection, each after the echo of the last; milliseconds of each. */
export async function echoes(
  lab: Lab,
  tunnel: StartedTunnel,
  { count, seconds }: { readonly count: number; readonly seconds: number },
): Promise<readonly number[]> {
  const { address, port } = tunnel.entrance('echo');
  const found = roundTrips.parse(await lab.run('round-trips', [address, port, 64, count, seconds].map(String)));
  return found.tookUs.map((each) => each / 1_000);
}

/** What both ends of the tunnel used of the processors meanwhile, in seconds. */
export async function withProcessorTime<T>(
  { ends }: StartedTunnel,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly processorSeconds: number }> {
  const all = [...ends.client, ...ends.server];
  const before = processorSeconds(all);
  const value = await work();
  return { value, processorSeconds: processorSeconds(all) - before };
}
