// Brings packages of npm that belong to the lock but are not installed here, such as those for other systems.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { z } from 'zod';

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Of the packed file, in base64. */
  readonly sha512: string;
}

const lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});

/** What the lock says of this package. @throws Error if it says nothing */
export async function lockedPackage(root: string, name: string): Promise<NpmPackage> {
  const { packages } = lock.parse(JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')));
  const { version, integrity } = packages[`node_modules/${name}`] ?? {};
  const sha512 = /^sha512-(\S+)$/.exec(integrity ?? '')?.[1];
  if (version === undefined || sha512 === undefined) throw new Error(`the lock has no hash of ${name}`);
  return { name, version, sha512 };
}

/** The folder of a package of the lock: as npm installed it, else fetched. @throws Error if it cannot be had */
export async function ensureLockedPackage(root: string, name: string): Promise<string> {
  const installed = path.join(root, 'node_modules', name);
  return existsSync(installed) ? installed : await fetchedPackage(root, name);
}

/** The folder of a package of the lock as it was published, whether npm installed it or not. @throws Error if it cannot be had */
export async function fetchedPackage(root: string, name: string): Promise<string> {
  const wanted = await lockedPackage(root, name);
  const folder = path.join(root, 'out', 'npm', `${name.replace('/', '+')}@${wanted.version}`);
  if (existsSync(folder)) return folder;
  const why = await fetchNpmPackage(wanted, folder);
  if (why !== undefined) throw new Error(why);
  return folder;
}

/** Puts the package there, if it is the file that was expected; else says why not. */
export async function fetchNpmPackage(wanted: NpmPackage, folder: string): Promise<string | undefined> {
  await mkdir(path.dirname(folder), { recursive: true });
  const scratch = await mkdtemp(`${folder}.`);
  try {
    const [npm, ...npmArgs] = npmCommand();
    const pack = ['pack', '--silent', '--pack-destination', scratch, `${wanted.name}@${wanted.version}`];
    const packed = await run(npm, [...npmArgs, ...pack], scratch);
    if (packed.code !== 0) return `npm pack ${wanted.name} failed`;
    const archive = path.join(scratch, packed.output.trim());
    const sha512 = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (sha512 !== wanted.sha512) return `${wanted.name}@${wanted.version} is not the file that was expected`;
    const unpacked = await run('tar', ['-xzf', archive], scratch);
    if (unpacked.code !== 0) return `${wanted.name} cannot be unpacked`;
    await rename(path.join(scratch, 'package'), folder);
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The npm that started us, if one did. */
function npmCommand(): [string, ...string[]] {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  return cli === undefined ? ['npm'] : [node ?? process.execPath, cli];
}

function run(program: string, args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 1, output }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
