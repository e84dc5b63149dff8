// Measures the tunnel beside its peers from Debian, part by part, each in a network of its own.

import { whyNoNamespace } from '../../build/demo/stage/namespace.ts';
import type { Bench, BenchReport, BenchWorld } from '../bench.ts';
import { withLab } from './lab/lab.ts';
import { abandonedNetworks, removeNetworks } from './lab/network.ts';
import { abandonedWorkspaces, removeWorkspace } from './lab/workspace.ts';
import { tunnelPackages } from './packages.ts';
import { besideBulk } from './parts/beside-bulk.ts';
import { burst } from './parts/burst.ts';
import { firstByte } from './parts/first-byte.ts';
import { idle } from './parts/idle.ts';
import type { Part } from './parts/part.ts';
import { rate } from './parts/rate.ts';
import { throughput } from './parts/throughput.ts';
import { tunnelPlans } from './peers/plans.ts';

/** In the order of the tables. */
const parts: readonly Part[] = [throughput, firstByte, burst, rate, idle, besideBulk];

export const tunnel: Bench = {
  name: 'tunnel',
  sentence: 'the tunnel beside stunnel, haproxy, nginx and ssh: speed, cost, waiting, memory',
  packages: tunnelPackages,
  parts: parts.map(({ name }) => name),
  run: measure,
};

async function measure({ size, only, progress, signal }: BenchWorld): Promise<BenchReport> {
  const obstacle = await whyNoNamespace();
  if (obstacle !== null) throw new Error(`${obstacle}; run it as root, in a virtual machine or a privileged container`);
  await removeWhatWasAbandoned();
  const wanted = parts.filter(({ name }) => only.length === 0 || only.includes(name));
  const reports = new Map<Part, BenchReport>();
  for (const together of labsFor(wanted)) {
    const names = new Set(together.flatMap((part) => part.tunnels));
    const [first] = together;
    if (first === undefined) continue;
    const tunnels = tunnelPlans.filter((plan) => names.has(plan.name));
    await withLab({ network: first.network, tunnels, signal, progress }, async (lab) => {
      for (const part of together) {
        const own = lab.tunnels.filter(({ name }) => part.tunnels.includes(name));
        reports.set(part, await part.run({ lab: { ...lab, tunnels: own }, size, progress }));
      }
    });
  }
  const inOrder = parts.flatMap((part) => reports.get(part) ?? []);
  return { tables: inOrder.flatMap(({ tables }) => tables), goals: inOrder.flatMap(({ goals }) => goals) };
}

/** Parts that can share their tunnels do: starting them takes seconds. */
export function labsFor(wanted: readonly Part[]): readonly (readonly Part[])[] {
  const labs = new Map<string, Part[]>();
  for (const part of wanted) {
    const key = part.needsFreshTunnels ? part.name : part.network;
    labs.set(key, [...(labs.get(key) ?? []), part]);
  }
  return [...labs.values()];
}

async function removeWhatWasAbandoned(): Promise<void> {
  await removeNetworks(await abandonedNetworks());
  for (const workspace of abandonedWorkspaces()) removeWorkspace(workspace);
}
