// Measures what an idle tunnel costs in memory at each end, and that it is still alive.

import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchReport } from '../../bench.ts';
import type { Lab, StartedTunnel } from '../lab/lab.ts';
import { memoryKib } from '../lab/memory.ts';
import type { Part, PartWorld } from './part.ts';

interface Holding {
  /** How many are held, one step after the other. */
  readonly steps: readonly number[];
  /** How long they rest before the memory is read. */
  readonly restMs: number;
  /** How many of them have to echo a byte. */
  readonly checked: number;
}

const sizes: Readonly<Record<'quick' | 'full', Holding>> = {
  quick: { steps: [100, 200], restMs: 300, checked: 20 },
  full: { steps: [1_000, 5_000], restMs: 2_000, checked: 100 },
};

export const idle: Part = {
  name: 'idle',
  network: 'loopback',
  needsFreshTunnels: true,
  tunnels: ['stile', 'stunnel', 'haproxy', 'nginx', 'ssh'],
  run: measure,
};

/** Growth since there was none, in KiB for each tunnel and end. */
export interface Step {
  readonly wanted: number;
  readonly opened: number;
  readonly alive: number;
  readonly clientKib: number;
  readonly serverKib: number;
}

async function measure({ lab, size, progress }: PartWorld): Promise<BenchReport> {
  const chosen = sizes[size];
  const found = new Map<StartedTunnel, readonly Step[]>();
  for (const tunnel of lab.tunnels) {
    progress(`idle: ${tunnel.title}`);
    found.set(tunnel, await hold(lab, tunnel, chosen));
  }
  return idleReport(found, chosen);
}

async function hold(lab: Lab, tunnel: StartedTunnel, { steps, restMs, checked }: Holding): Promise<readonly Step[]> {
  const { address, port } = tunnel.entrance('echo');
  const { client, server } = tunnel.ends;
  await using tool = lab.talk('idle', [address, String(port)]);
  // What the first connection makes a program load is no cost of the thousandth.
  let opened = Number(await tool.ask('open 1'));
  await sleep(restMs, undefined, { signal: lab.signal });
  const before = { client: memoryKib(client), server: memoryKib(server) };
  const done: Step[] = [];
  for (const wanted of steps) {
    opened += Number(await tool.ask(`open ${wanted - opened}`));
    await sleep(restMs, undefined, { signal: lab.signal });
    const [clientKib, serverKib] = [memoryKib(client) - before.client, memoryKib(server) - before.server];
    const alive = Number(await tool.ask(`check ${checked}`));
    done.push({ wanted, opened, alive, clientKib: clientKib / opened, serverKib: serverKib / opened });
  }
  return done;
}

/** Pure. */
export function idleReport(
  found: ReadonlyMap<StartedTunnel, readonly Step[]>,
  { steps, restMs, checked }: Holding,
): BenchReport {
  const rows = [...found].map(([{ title }, own]) => [
    title,
    ...own.flatMap(({ wanted, opened, alive, clientKib, serverKib }) => [
      opened === wanted ? `${clientKib.toFixed(1)} / ${serverKib.toFixed(1)}` : `only ${opened} opened`,
      `${alive} of ${checked}`,
    ]),
  ]);
  const method = `Growth of the proportional set size for each tunnel, at the client's end / at the server's; read ${restMs} ms after the last was opened, then ${checked} of them echo a byte. One run; kernel memory of sockets is not in it.`;
  const columns = ['tunnel', ...steps.flatMap((step) => [`KiB each, ${step} idle`, 'alive'])];
  const own = [...found].find(([{ name }]) => name === 'stile')?.[1] ?? [];
  const isAlive =
    own.length === steps.length && own.every(({ wanted, opened, alive }) => opened === wanted && alive === checked);
  const last = own.at(-1);
  return {
    tables: [{ id: 'idle', title: 'Idle tunnels', method, columns, rows }],
    goals: [
      {
        what: `${steps.at(-1)} idle tunnels`,
        aim: 'all open and alive',
        measured: last === undefined ? 'none' : `${last.opened} open, ${last.alive} of ${checked} alive`,
        isMet: isAlive,
      },
    ],
  };
}
