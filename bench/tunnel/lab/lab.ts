// Builds the place where tunnels are measured: networks, tools, servers and the tunnels themselves; and undoes all of it.

import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inside } from '../../../build/demo/stage/namespace.ts';
import { runTool } from '../../../native/exec.ts';
import type { Site, Tunnel, TunnelName, TunnelPlan } from '../peers/tunnel-plan.ts';
import { makeKeys } from './certificates.ts';
import { type Dialog, openDialog } from './dialog.ts';
import { joinByLine, lineDevice, makeNetwork, type Network, type NetworkKind, removeNetworks } from './network.ts';
import { programStarter } from './programs.ts';
import { services } from './services.ts';
import { compileTools, type ToolName } from './tools.ts';
import { makeWorkspace, removeWorkspace } from './workspace.ts';

export interface Lab {
  readonly network: Network;
  readonly tunnels: readonly StartedTunnel[];
  /** Fires when the user wants to end, or a program died; its reason says which. */
  readonly signal: AbortSignal;
  /** Runs a tool at the client to its end; its output is JSON. @throws Error with what it complains of */
  run(tool: ToolName, args: readonly string[], timeoutMs?: number): Promise<unknown>;
  /** Starts a tool at the client that one talks to. */
  talk(tool: ToolName, args: readonly string[]): Dialog;
  /** Sets the round trip of the line. @throws RangeError where there is none */
  setRoundTrip(milliseconds: number): Promise<void>;
}

export interface StartedTunnel extends Tunnel {
  readonly name: TunnelName;
  readonly title: string;
}

export interface LabOptions {
  readonly network: NetworkKind;
  readonly tunnels: readonly TunnelPlan[];
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** Works in a lab, and undoes all of it whatever happens. @throws what the work throws, or the reason why it could not go on */
export async function withLab<T>(options: LabOptions, work: (lab: Lab) => Promise<T>): Promise<T> {
  const death = new AbortController();
  const signal = AbortSignal.any([options.signal, death.signal]);
  const blame = async (error: unknown): Promise<never> => {
    // A connection may be seen to break before the program at its other end is seen to be dead.
    if (!signal.aborted) await sleep(200);
    throw signal.aborted ? signal.reason : error;
  };
  await using lab = await openLab(options, signal, (error) => death.abort(error)).catch(blame);
  return await work(lab).catch(blame);
}

/** @param onDeath a program ended though the lab goes on */
async function openLab(
  options: LabOptions,
  signal: AbortSignal,
  onDeath: (error: Error) => void,
): Promise<Lab & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const workspace = makeWorkspace();
  stack.defer(() => removeWorkspace(workspace));
  const [tools, keys] = await Promise.all([
    compileTools(path.join(workspace, 'tools'), signal),
    makeKeys(path.join(workspace, 'keys')),
  ]);
  const network = await makeNetwork(options.network, (name) => stack.defer(() => removeNetworks([name])));
  let isOver = false;
  stack.defer(() => {
    isOver = true;
  });
  const line = options.network === 'line' ? await stretchLine(network, tools('delay-line'), signal, stack) : null;
  const start = programStarter(network, { workspace, signal, started: () => undefined }, (error) => {
    if (!isOver) onDeath(error);
  });
  for (const service of ['echo', 'source', 'sink'] as const) {
    const argv = [tools(service), network.addresses.server, String(services[service])];
    await start.serve('server', { name: service, argv, ports: [services[service]] });
  }
  // The package leaves this to the service's start-up, which never ran here.
  if (mkdirSync('/run/sshd', { recursive: true, mode: 0o755 }) !== undefined)
    stack.defer(() => removeIfEmpty('/run/sshd'));
  const tunnels = await startTunnels(options, (name): Site => {
    const folder = path.join(workspace, name);
    mkdirSync(folder, { mode: 0o700 });
    return { network, folder, keys, signal, ...start };
  });
  const atClient = (tool: ToolName, args: readonly string[]) => inside(network.names.client, [tools(tool), ...args]);
  const owned = stack.move();
  return {
    network,
    tunnels,
    signal,
    async run(tool, args, timeoutMs = 60_000) {
      const [program = '', ...rest] = atClient(tool, args);
      const outcome = await runTool(program, rest, { timeoutMs, signal });
      signal.throwIfAborted();
      if (outcome.kind === 'exited' && outcome.code === 0) return JSON.parse(outcome.stdout);
      const why = outcome.kind === 'exited' ? outcome.stderr.trim() : outcome.kind;
      throw new Error(`${tool} ${args.join(' ')}: ${why}`);
    },
    talk: (tool, args) => openDialog(atClient(tool, args), signal),
    async setRoundTrip(milliseconds) {
      if (line === null) throw new RangeError('this network has no line');
      await line.ask(String(Math.round((milliseconds * 1_000) / 2)));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startTunnels(
  { tunnels, progress }: LabOptions,
  siteOf: (name: TunnelName) => Site,
): Promise<readonly StartedTunnel[]> {
  const started: StartedTunnel[] = [];
  for (const { name, title, start } of tunnels) {
    progress(`starting ${title}`);
    started.push({ name, title, ...(await start(siteOf(name))) });
  }
  return started;
}

async function stretchLine(
  network: Network,
  program: string,
  signal: AbortSignal,
  stack: AsyncDisposableStack,
): Promise<Dialog> {
  if (!existsSync('/dev/net/tun')) throw new Error('the delay line needs /dev/net/tun: modprobe tun');
  const spaces = [network.names.client, network.names.server].map((name) => `/run/netns/${name}`);
  const line = stack.use(openDialog(inside(network.names.client, [program, ...spaces, lineDevice]), signal));
  await line.ask('0');
  await joinByLine(network);
  return line;
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else uses it by now.
  }
}
