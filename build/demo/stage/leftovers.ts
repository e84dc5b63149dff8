// Finds what an earlier demo left where no journal tells of it: by the names and marks that only a demo gives.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { servedAt } from '../../../shared/node/endpoint.ts';
import type { Undoing } from './clean-up.ts';
import { namespaceNames } from './namespace.ts';
import { type KnownProcess, knownProcess, workspaceVariable } from './processes.ts';
import { findWorkspaces, isWorkspace } from './workspace.ts';

/** A guardian that is still at its post, and the demo it watches if that is still there. */
export interface PostedGuardian {
  readonly guardian: KnownProcess;
  readonly demo: number | null;
}

/** Everything of this user that only an earlier demo can have left, but for the hosts file. `of` limits it to some workspaces. */
export async function findLeftovers(of?: readonly string[]): Promise<Undoing> {
  const all = ownProcesses();
  const named = all.flatMap(({ workspace }) => (workspace !== null && isWorkspace(workspace) ? [workspace] : []));
  const workspaces = of ?? [...new Set([...findWorkspaces(), ...named])];
  const known = await Promise.all(processesIn(all, workspaces).map((each) => knownProcess(programOf(each), each.pid)));
  const sockets =
    process.platform === 'win32' ? [] : (['agent', 'ems', 'gateway'] as const).map((one) => servedAt(one));
  return {
    processes: known.filter((each) => each !== null),
    workspaces,
    namespaces: (await namespaceNames()).filter((name) => isAbandoned(name, all)),
    hosts: null,
    sockets,
    // Not sshd's folder: a server of the machine's own may need it, empty as it is.
    newFolders: sockets.map((socket) => path.dirname(socket)),
  };
}

/** The guardian of this user's journal; null if there is none. */
export async function findGuardian(journalFile: string): Promise<PostedGuardian | null> {
  const all = ownProcesses();
  const found = all.find(
    ({ args }) => args.includes(journalFile) && args.some((one) => isProgram(one, guardianProgram)),
  );
  const guardian = found === undefined ? null : await knownProcess('guardian', found.pid);
  if (found === undefined || guardian === null) return null;
  const demo = all.find(({ pid }) => pid === found.parent);
  return { guardian, demo: demo !== undefined && isDemo(demo) ? demo.pid : null };
}

const guardianProgram = 'guardian-main.ts';
/** Benchmarks and the soak open the stage of the demo, too. */
const programsWithStage = ['demo/main.ts', 'bench/main.ts', 'soak/main.ts'];

/** A process as Linux shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly args: readonly string[];
  /** The workspace its environment names. */
  readonly workspace: string | null;
}

/** Those that carry one of the workspaces in their environment or command line; neither this one nor those it came from. */
export function processesIn(
  all: readonly SeenProcess[],
  workspaces: readonly string[],
  own = process.pid,
): readonly SeenProcess[] {
  const kin = new Set<number>();
  for (let at: number | undefined = own; at !== undefined && !kin.has(at); ) {
    kin.add(at);
    at = all.find(({ pid }) => pid === at)?.parent;
  }
  return all
    .filter(({ pid }) => !kin.has(pid))
    .filter(({ args, workspace }) =>
      workspaces.some((one) => workspace === one || args.some((argument) => argument.includes(one))),
    );
}

/** A demo's namespace has its process number as its end; one whose demo is there is not ours to remove. */
export function isAbandoned(namespace: string, all: readonly SeenProcess[]): boolean {
  const number = /^stile-demo-([0-9]+)$/.exec(namespace)?.[1];
  if (number === undefined) return false;
  const owner = all.find(({ pid }) => pid === Number(number));
  return owner === undefined || owner.pid === process.pid || !isDemo(owner);
}

/** The processes of this user; none where the system does not show them. */
function ownProcesses(): readonly SeenProcess[] {
  if (process.platform !== 'linux') return [];
  const uid = process.getuid?.();
  return readdirSync('/proc')
    .filter((entry) => /^[0-9]+$/.test(entry))
    .flatMap((entry) => {
      try {
        const folder = path.join('/proc', entry);
        if (statSync(folder).uid !== uid) return [];
        const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
        const parent = Number(/^PPid:\s*([0-9]+)$/m.exec(read('status'))?.[1]);
        const marked = read('environ')
          .split('\0')
          .find((each) => each.startsWith(`${workspaceVariable}=`));
        const workspace = marked?.slice(workspaceVariable.length + 1) ?? null;
        return [{ pid: Number(entry), parent, args: read('cmdline').split('\0'), workspace }];
      } catch {
        // It ended in this very moment.
        return [];
      }
    });
}

/** The agent is ended before all others. */
function programOf({ args }: SeenProcess): string {
  return args.some((argument) => isProgram(argument, 'daemon/main.ts')) ? 'agent' : 'unnamed';
}

function isDemo({ args }: SeenProcess): boolean {
  return args.some((argument) => programsWithStage.some((program) => isProgram(argument, program)));
}

function isProgram(argument: string, program: string): boolean {
  return argument === program || argument.endsWith(`/${program}`);
}
