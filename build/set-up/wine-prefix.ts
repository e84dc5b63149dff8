// A Windows of its own for one test or story: a fresh Wine prefix, which ends with everything that runs in it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const programs = '/usr/lib/wine';

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface WinePrefix extends AsyncDisposable {
  /** Outside of Windows: it is `Z:` plus this path there. */
  readonly folder: string;
  readonly driveC: string;
  /** Runs one of Windows's programs to its end. */
  run(program: string, args: readonly string[], place?: WinePlace): Promise<Ended>;
}

export interface WinePlace {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startWinePrefix(): Promise<WinePrefix> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-windows-'));
  const ownEnvironment = {
    PATH: `${programs}:/usr/bin:/bin`,
    HOME: folder,
    WINEPREFIX: path.join(folder, 'prefix'),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    // Neither .NET nor a browser is needed, and both would ask to be downloaded.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  };
  let runs = 0;

  /** Output goes to a file: Windows's Node does not take a pipe of Linux's. */
  async function execute(tool: string, args: readonly string[], place: WinePlace = {}): Promise<Ended> {
    const files = ['output', 'errors'].map((name) => path.join(folder, `${name}-${runs}`));
    runs += 1;
    const [output = '', errors = ''] = files;
    const [stdout, stderr] = [await open(output, 'w'), await open(errors, 'w')];
    try {
      const child = spawn(path.join(programs, tool), args, {
        cwd: place.cwd ?? folder,
        env: { ...ownEnvironment, ...place.environment },
        stdio: ['ignore', stdout.fd, stderr.fd],
      });
      const [code] = await once(child, 'exit');
      return {
        code: typeof code === 'number' ? code : -1,
        output: await readFile(output, 'utf8'),
        errors: await readFile(errors, 'utf8'),
      };
    } finally {
      await stdout.close();
      await stderr.close();
      for (const file of files) await rm(file, { force: true });
    }
  }

  async function dispose(): Promise<void> {
    // Wine's server stays for a while after the last program, and holds the prefix.
    await execute('wineserver64', ['-k']).catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  try {
    await mkdir(ownEnvironment.WINEPREFIX);
    // For good: else all services end whenever no program of a user's runs for a moment.
    await mustSucceed(execute('wineserver64', ['-p']));
    // The first program sets the prefix up. Not `wineboot`, which would start a second service manager beside that one's.
    // And Node refuses what looks older.
    await mustSucceed(execute('wine64', ['winecfg', '-v', 'win10']));
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    folder,
    driveC: path.join(folder, 'prefix', 'drive_c'),
    run: (program, args, place) => execute('wine64', [program, ...args], place),
    [Symbol.asyncDispose]: dispose,
  };
}

async function mustSucceed(running: Promise<Ended>): Promise<void> {
  const { code, errors } = await running;
  if (code !== 0) throw new Error(`Wine could not be set up (${code}): ${errors.slice(-4_000)}`);
}
