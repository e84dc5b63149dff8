// The stage of every story: EMS, gateway, protected services and agent on this machine, and their end.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { type EmsAdminContract, emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import type { LocalProgram } from '../../../shared/node/endpoint.ts';
import { connectLocal, type LocalClient } from '../../../shared/node/local-socket/client.ts';
import type { CleanUp } from '../summary.ts';
import { cleanUp, clearHosts } from './clean-up.ts';
import { writeEmsFile, writeGatewayFile } from './configuration.ts';
import { type HostsVerdict, isRestored, judgeHosts } from './hosts-check.ts';
import { whyNoNamespace } from './namespace.ts';
import { choosePlaces, listenersOf, type Places } from './places.ts';
import { type Listener, stillTaken } from './ports.ts';
import { postWatch } from './post-watch.ts';
import type { KnownProcess } from './processes.ts';
import type { ProgramDied } from './program.ts';
import { noPrograms, type Programs, startPrograms } from './programs.ts';
import { makeWorkspace, removeWorkspace } from './workspace.ts';

export interface Stage {
  readonly places: Places;
  /** Why the services have no network of their own; null if they have. */
  readonly noNamespace: string | null;
  readonly programs: Programs;
  /** The process that this program is now, or was last. */
  processOf(program: LocalProgram): KnownProcess;
  /** Resolves when the names of an agent that died are out of the hosts file. */
  cleared(): Promise<void>;
  /** Fires when a program died or the user wants to stop; its reason says which. */
  readonly signal: AbortSignal;
  /** The EMS's admin socket; the connection is closed with the stage. */
  ems(): Promise<LocalClient<EmsAdminContract>>;
  /** Ends and undoes everything; says what was found afterwards. `published` are the agent's own listeners. */
  close(published: readonly Listener[]): Promise<Closed>;
}

export interface Closed {
  readonly cleanup: CleanUp;
  readonly hosts: HostsVerdict;
}

export interface StageChoices {
  /** Told when a program ends, which then ends nothing else: whoever gives it starts the program again. */
  readonly onDeath?: (error: ProgramDied) => void;
  /** Starts none of the programs; whoever asks for one waits in vain. */
  readonly isEmpty?: boolean;
  /** What the programs get in their environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What stands in the EMS's file besides. */
  readonly emsSettings?: Readonly<Record<string, unknown>>;
  /** What stands in the agent's file. */
  readonly agentSettings?: Readonly<Record<string, unknown>>;
}

/** @param stop the user wants to end */
export async function openStage(
  stop: AbortSignal,
  { onDeath, isEmpty = false, env = {}, emsSettings = {}, agentSettings = {} }: StageChoices = {},
): Promise<Stage> {
  const noNamespace = await whyNoNamespace();
  const namespace = noNamespace === null ? `stile-demo-${process.pid}` : null;
  const workspace = makeWorkspace();
  const places = await choosePlaces(workspace, namespace);
  const hostsBefore = readOrNull(places.hostsFile);
  const { journal, guardian } = await postWatch(places).catch((error: unknown) => {
    removeWorkspace(workspace);
    throw error;
  });
  const ending = new AbortController();
  stop.addEventListener('abort', () => ending.abort(stop.reason), { once: true });
  if (stop.aborted) ending.abort(stop.reason);

  for (const folder of [places.data.ems, places.data.gateway, places.data.agent]) mkdirSync(folder, { mode: 0o700 });
  writeFileSync(places.marker, 'this device is managed\n');
  writeEmsFile(places, emsSettings);
  writeGatewayFile(places);
  writeFileSync(places.agentFile, JSON.stringify(agentSettings), { mode: 0o600 });

  let clearing = Promise.resolve();
  const started = (known: KnownProcess) => journal.note(({ processes }) => processes.push(known));
  const programs = isEmpty
    ? noPrograms()
    : startPrograms(places, { workspace, env, started, signal: ending.signal }, (error) => {
        // Names that lead to our addresses without our listeners there would be a trap: they go first.
        if (error.program === 'agent') clearing = clearHosts(journal.entries);
        if (onDeath === undefined) ending.abort(error);
        else onDeath(error);
      });

  let ems: Promise<LocalClient<EmsAdminContract>> | null = null;
  return {
    places,
    noNamespace,
    programs,
    processOf(program) {
      const found = journal.entries.processes.findLast(({ name }) => name === program);
      if (found === undefined) throw new Error(`${program} was never started`);
      return found;
    },
    cleared: () => clearing,
    signal: ending.signal,
    ems() {
      ems ??= programs.ems.then(() => connectLocal(emsAdminContract, places.sockets.ems, { signal: ending.signal }));
      return ems;
    },
    async close(published) {
      ending.abort(new Error('the demo is over'));
      await clearing;
      await programs.settled();
      const client = await ems?.catch(() => null);
      await client?.[Symbol.asyncDispose]();
      const { processesLeft, things } = await cleanUp(journal.entries);
      journal.remove();
      await guardian.dismiss();
      const hosts = judgeHosts(hostsBefore, readOrNull(places.hostsFile));
      const taken = await stillTaken([...listenersOf(places), ...published]);
      const left = [...things, ...taken.map(({ address, port }) => `the listener on ${address}:${port}`)];
      return { cleanup: { hostsRestored: isRestored(hosts), processesLeft, left }, hosts };
    },
  };
}

/** As the agent reads it: one character per byte. */
function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return null;
  }
}
