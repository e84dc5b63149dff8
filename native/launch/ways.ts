// A launcher over a table of programs: the first that is here is started.

import { randomUUID } from 'node:crypto';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Opener } from '../../shared/shell/shell-contract.ts';
import { type StartOutcome, startProgram } from '../exec.ts';
import type { Launcher, LaunchOutcome } from './launch.ts';
import { rdpFile } from './rdp-file.ts';
import { type SafePlace, safePlace } from './safe-place.ts';

/** One way to open something. Every path is absolute; `given` is the place, or the file for Remote Desktop. */
export interface Way<Given> {
  readonly program: string;
  /** What must be here besides the program. */
  readonly needs?: readonly string[];
  readonly args: (given: Given) => readonly string[];
}

export interface Ways {
  readonly ssh: readonly Way<SafePlace>[];
  readonly rdp: readonly Way<string>[];
}

/** Long enough for a slow start; some clients hand the file to an instance of theirs that runs already. */
const keepFileMs = 60_000;

export function launcherOf(ways: Ways, start: typeof startProgram = startProgram): Launcher {
  const files = new Map<string, NodeJS.Timeout>();

  async function remove(folder: string): Promise<void> {
    clearTimeout(files.get(folder));
    files.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }

  async function writeRdp(place: SafePlace): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'stile-rdp-'));
    const timer = setTimeout(() => void remove(folder), keepFileMs);
    timer.unref();
    files.set(folder, timer);
    const file = path.join(folder, `${randomUUID()}.rdp`);
    await writeFile(file, rdpFile(place), { mode: 0o600, flag: 'wx' });
    return file;
  }

  return {
    async openers() {
      const here = async (opener: keyof Ways): Promise<readonly Opener[]> =>
        (await firstOf<never>(ways[opener])) === null ? [] : [opener];
      return ['browser', ...(await here('ssh')), ...(await here('rdp'))];
    },

    async open(opener, given) {
      const place = safePlace(given);
      if ('refused' in place) return { kind: 'refused', why: place.refused };
      if (opener === 'ssh') {
        const way = await firstOf(ways.ssh);
        return way === null ? { kind: 'no-program' } : outcomeOf(await start(way.program, way.args(place)));
      }
      const way = await firstOf(ways.rdp);
      if (way === null) return { kind: 'no-program' };
      return outcomeOf(await start(way.program, way.args(await writeRdp(place))));
    },

    async [Symbol.asyncDispose]() {
      await Promise.all([...files.keys()].map(remove));
    },
  };
}

async function firstOf<Given>(ways: readonly Way<Given>[]): Promise<Way<Given> | null> {
  for (const way of ways) {
    const found = await Promise.all([way.program, ...(way.needs ?? [])].map(exists));
    if (found.every((each) => each)) return way;
  }
  return null;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function outcomeOf(outcome: StartOutcome): LaunchOutcome {
  // It was there a moment ago; what the user can do is the same.
  return outcome.kind === 'missing' ? { kind: 'no-program' } : outcome;
}
