// The network namespace of the protected services: a machine of its own, as far as the network goes.

import { existsSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { runTool } from '../../../native/exec.ts';

const ip = '/usr/sbin/ip';
const nsenter = '/usr/bin/nsenter';
const unshare = '/usr/bin/unshare';

/** Addresses of RFC 2544's test range: nobody's, and no loopback, so that the gateway dials them as it would any server. */
export const stageNetwork = {
  gatewaySide: '198.18.235.1',
  crm: '198.18.235.10',
  files: '198.18.235.22',
  names: '198.18.235.53',
} as const;

/** Why this machine cannot have one, as a sentence; null if it can. */
export async function whyNoNamespace(): Promise<string | null> {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  if (process.getuid?.() !== 0) return 'a network namespace needs root';
  const missing = [ip, nsenter, unshare].filter((tool) => !existsSync(tool));
  if (missing.length > 0) return `a network namespace needs ${missing.join(' and ')}`;
  const tried = await runTool(unshare, ['--net', '/bin/true']);
  return tried.kind === 'exited' && tried.code === 0 ? null : 'this machine does not let us make a network namespace';
}

/** Makes the namespace with its addresses, joined to this machine by a pair of virtual interfaces. Needs root. */
export async function makeNamespace(name: string): Promise<void> {
  const outside = interfaceOf(name);
  const inside = 'services';
  await run(['netns', 'add', name]);
  await run(['link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name]);
  await run(['addr', 'add', `${stageNetwork.gatewaySide}/24`, 'dev', outside]);
  await run(['link', 'set', outside, 'up']);
  for (const address of [stageNetwork.crm, stageNetwork.files, stageNetwork.names])
    await run(['-n', name, 'addr', 'add', `${address}/24`, 'dev', inside]);
  await run(['-n', name, 'link', 'set', 'lo', 'up']);
  await run(['-n', name, 'link', 'set', inside, 'up']);
}

/** Removes it with its interfaces; doing it twice does no harm. */
export async function removeNamespace(name: string): Promise<void> {
  // The interface first: a namespace lives on for as long as a process in it does, and would keep the address.
  await runTool(ip, ['link', 'del', interfaceOf(name)]);
  await runTool(ip, ['netns', 'del', name]);
}

/** The namespaces of this machine that have a name; none where there is no tool that knows. */
export async function namespaceNames(): Promise<readonly string[]> {
  const listed = await runTool(ip, ['netns', 'list']);
  if (listed.kind !== 'exited' || listed.code !== 0) return [];
  // A line is the name, and its number in brackets if it has one.
  return listed.stdout.split('\n').flatMap((line) => line.split(' ')[0] || []);
}

/** What is still there of a namespace that was removed, in words. */
export async function leftOfNamespace(name: string): Promise<readonly string[]> {
  const isListed = (await namespaceNames()).includes(name);
  const hasInterface = Object.hasOwn(os.networkInterfaces(), interfaceOf(name));
  return [
    ...(isListed ? [`the network namespace ${name}`] : []),
    ...(hasInterface ? [`the network interface ${interfaceOf(name)}`] : []),
  ];
}

/** Process numbers in the namespace. */
export async function pidsIn(name: string): Promise<readonly number[]> {
  const found = await runTool(ip, ['netns', 'pids', name]);
  if (found.kind !== 'exited' || found.code !== 0) return [];
  return found.stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
}

/** The command that starts a program inside. */
export function inside(name: string, argv: readonly string[]): readonly string[] {
  return [nsenter, `--net=/run/netns/${name}`, ...argv];
}

/** Names of interfaces have at most 15 characters. */
function interfaceOf(name: string): string {
  return `stile-${name.slice(-8)}`;
}

async function run(args: readonly string[]): Promise<void> {
  const outcome = await runTool(ip, args);
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  const why = outcome.kind === 'exited' ? outcome.stderr.trim() : outcome.kind;
  throw new Error(`ip ${args.join(' ')}: ${why}`);
}
