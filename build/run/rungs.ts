// Says which rungs of tests there are, what each needs, and which of them an invocation asks for.
import { globSync } from 'node:fs';
import path from 'node:path';
import type { SetUpResult } from '../set-up/system-packages.ts';

export interface Rung {
  readonly name: string;
  /** Test files at the same time. Two cores are assumed; what changes the machine goes one at a time. */
  readonly concurrency: number;
  /** No single file may take longer. */
  readonly timeLimitMs: number;
  /** Where it is not there, it is said that the rung was not run. `root`: on Linux, with the system packages. */
  readonly needs: 'nothing' | 'root' | 'wine';
  /** Takes minutes: it is run where it is named, and before a change is taken (`.ci/run`). */
  readonly isLong?: true;
}

/** In the order they run: the quickest answer first. */
export const rungs: readonly Rung[] = [
  { name: 'unit', concurrency: 2, timeLimitMs: 60_000, needs: 'nothing' },
  { name: 'contract', concurrency: 2, timeLimitMs: 60_000, needs: 'nothing' },
  { name: 'architecture', concurrency: 2, timeLimitMs: 120_000, needs: 'nothing' },
  { name: 'integration', concurrency: 2, timeLimitMs: 180_000, needs: 'nothing' },
  { name: 'mutants', concurrency: 1, timeLimitMs: 240_000, needs: 'nothing' },
  { name: 'wine', concurrency: 1, timeLimitMs: 240_000, needs: 'wine' },
  { name: 'isolated', concurrency: 2, timeLimitMs: 240_000, needs: 'root' },
  { name: 'e2e', concurrency: 1, timeLimitMs: 240_000, needs: 'root' },
  { name: 'privileged', concurrency: 1, timeLimitMs: 240_000, needs: 'root' },
  { name: 'installers', concurrency: 1, timeLimitMs: 400_000, needs: 'wine', isLong: true },
  { name: 'soak', concurrency: 1, timeLimitMs: 240_000, needs: 'root', isLong: true },
];

export const rungNames = rungs.map((rung) => rung.name);

/** Those of `npm test` alone. */
const usualNames = rungs.filter(({ isLong }) => isLong !== true).map((rung) => rung.name);

/** What an invocation asks for; no files means all files of the rungs. */
export type Wanted =
  | { readonly kind: 'rungs'; readonly rungs: readonly string[]; readonly files: readonly string[] }
  | { readonly kind: 'unknown'; readonly what: string };

/** Takes names of rungs, or paths of test files or of folders with some, which choose their rung themselves. */
export function parseArguments(args: readonly string[]): Wanted {
  const chosen = new Set<string>();
  const files: string[] = [];
  for (const argument of args) {
    if (rungNames.includes(argument)) {
      chosen.add(argument);
      continue;
    }
    const rung = path.normalize(argument).split(path.sep)[1];
    const found = testFilesAt(path.normalize(argument));
    if (rung === undefined || !rungNames.includes(rung) || found.length === 0)
      return { kind: 'unknown', what: argument };
    chosen.add(rung);
    files.push(...found);
  }
  return { kind: 'rungs', rungs: chosen.size === 0 ? usualNames : [...chosen], files };
}

/** The file itself, or all tests below a folder; nothing where there is no test. */
function testFilesAt(place: string): readonly string[] {
  return globSync(place.endsWith('.test.ts') ? place : path.join(place, '**', '*.test.ts')).sort();
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly packages: SetUpResult;
  /** Wine, and the programs of Windows that run on it. */
  readonly wine: SetUpResult;
}

/** Why this machine cannot run the rung; undefined if it can. */
export function whyNot(rung: Rung, machine: Machine): string | undefined {
  if (rung.needs === 'nothing') return undefined;
  if (rung.needs === 'wine') return machine.wine.kind === 'missing' ? missing(machine.wine) : undefined;
  if (machine.platform !== 'linux') return `it drives Linux as root, and this is ${machine.platform}`;
  if (!machine.isRoot) return 'it needs root, in a machine that may be thrown away';
  return machine.packages.kind === 'missing' ? missing(machine.packages) : undefined;
}

function missing({ why, howToGet }: SetUpResult & { readonly kind: 'missing' }): string {
  return `${why}; ${howToGet}`;
}
