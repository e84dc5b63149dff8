// Makes the networks of a benchmark: namespaces with pinned settings, joined by nothing or by a cable of any length.

import path from 'node:path';
import process from 'node:process';
import { inside, namespaceNames, pidsIn, removeNamespace } from '../../../build/demo/stage/namespace.ts';
import { endProcesses, knownProcess } from '../../../build/demo/stage/processes.ts';
import { runTool } from '../../../native/exec.ts';
import { allowingCubic } from './allow-cubic.ts';

export type NetworkKind = 'loopback' | 'line';
export type Side = 'client' | 'server';

/** `loopback`: both sides in one network. `line`: one each; the delay line joins them. */
export interface Network {
  readonly kind: NetworkKind;
  readonly names: Readonly<Record<Side, string>>;
  /** At which the other side is reached; of RFC 2544's test range where there is a line. */
  readonly addresses: Readonly<Record<Side, string>>;
}

/** The device at both ends of the line. */
export const lineDevice = 'line0';

const prefix = 'stile-bench-';
const ip = '/usr/sbin/ip';

/** The settings that a figure depends on. Set in a namespace, they change nothing outside. */
export const settings: Readonly<Record<string, string>> = {
  'net/ipv4/tcp_congestion_control': 'cubic',
  // Above the ports of the benchmark, or a connection that waits for its end takes a listener's place.
  'net/ipv4/ip_local_port_range': '20000 65000',
  // Thousands of connections per second would use up the ports for a minute.
  'net/ipv4/tcp_max_tw_buckets': '4096',
  'net/ipv4/tcp_tw_reuse': '1',
};

/** @param made told of each namespace, so that it is removed even if the next cannot be made */
export async function makeNetwork(kind: NetworkKind, made: (name: string) => void): Promise<Network> {
  const name = (end: string) => `${prefix}${process.pid}-${end}`;
  const network: Network =
    kind === 'loopback'
      ? {
          kind,
          names: { client: name('l'), server: name('l') },
          addresses: { client: '127.0.0.1', server: '127.0.0.1' },
        }
      : {
          kind,
          names: { client: name('c'), server: name('s') },
          addresses: { client: '198.18.236.1', server: '198.18.236.2' },
        };
  for (const each of new Set(Object.values(network.names))) {
    made(each);
    await run(ip, ['netns', 'add', each]);
    await run(ip, ['-n', each, 'link', 'set', 'lo', 'up']);
    await allowingCubic(() => pin(each));
  }
  return network;
}

async function pin(name: string): Promise<void> {
  for (const [setting, value] of Object.entries(settings))
    await runInside(name, ['/bin/sh', '-c', `printf %s '${value}' > /proc/sys/${setting}`]);
}

/** Gives the devices of the line their addresses, once they are there. */
export async function joinByLine({ names, addresses }: Network): Promise<void> {
  for (const [here, there] of [['client', 'server'] as const, ['server', 'client'] as const]) {
    const address = ['addr', 'add', addresses[here], 'peer', addresses[there], 'dev', lineDevice];
    await run(ip, ['-n', names[here], ...address]);
    await run(ip, ['-n', names[here], 'link', 'set', lineDevice, 'txqueuelen', '16384', 'up']);
  }
}

/** Ends whatever runs in them, and removes them. */
export async function removeNetworks(names: readonly string[]): Promise<void> {
  const pids = (await Promise.all(names.map(pidsIn))).flat();
  const known = await Promise.all(pids.map((pid) => knownProcess('of a benchmark', pid)));
  await endProcesses(
    known.filter((each) => each !== null),
    3_000,
  );
  for (const name of names) await removeNamespace(name);
}

/** The namespaces of benchmarks that were killed: whoever made them is gone. */
export async function abandonedNetworks(): Promise<readonly string[]> {
  return (await namespaceNames()).filter((name) => isAbandoned(name, isRunning));
}

/** Whether a name is that of a benchmark whose process has ended. */
export function isAbandoned(name: string, runs: (pid: number) => boolean): boolean {
  const pid = /^stile-bench-([1-9][0-9]*)-/.exec(path.basename(name))?.[1];
  return pid !== undefined && !runs(Number(pid));
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function runInside(name: string, argv: readonly string[]): Promise<void> {
  const [tool = '', ...args] = inside(name, argv);
  await run(tool, args);
}

async function run(tool: string, args: readonly string[]): Promise<void> {
  const outcome = await runTool(tool, args);
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  const why = outcome.kind === 'exited' ? outcome.stderr.trim() : outcome.kind;
  throw new Error(`${path.basename(tool)} ${args.join(' ')}: ${why}`);
}
