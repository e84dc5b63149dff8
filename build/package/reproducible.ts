// Builds the same packages once more, from a copy of the sources in another folder, and says which differ.

import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Release } from './release.ts';
import type { PackageSummary } from './summary.ts';
import type { Target } from './target.ts';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** One line for each package of which the second build made something else; none if both agree in every byte. */
export async function reproducibleOf(
  targets: readonly Target[],
  first: readonly PackageSummary[],
  options: { readonly release: Release; readonly report: (line: string) => void },
): Promise<readonly string[]> {
  await mkdir(path.join(root, 'out'), { recursive: true });
  const place = await mkdtemp(path.join(root, 'out', 'second-build-'));
  try {
    options.report('building once more, in another folder');
    // One folder deeper than the first: a path that got into a package has another length there.
    const copy = path.join(place, 'a', 'copy-of-the-sources');
    await copySources(copy);
    return differencesOf(first, await buildThere(copy, targets, options.release));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

export function differencesOf(
  first: readonly Pick<PackageSummary, 'file' | 'sha256'>[],
  second: readonly Pick<PackageSummary, 'file' | 'sha256'>[],
): readonly string[] {
  const hashes = new Map(second.map(({ file, sha256 }) => [file, sha256]));
  const names = new Set(first.map(({ file }) => file));
  return [
    ...first.flatMap(({ file, sha256 }) => {
      const other = hashes.get(file);
      if (other === undefined) return [`${file}: the second build did not make it`];
      return other === sha256 ? [] : [`${file}: sha256 ${sha256}, then ${other}`];
    }),
    ...second.flatMap(({ file }) => (names.has(file) ? [] : [`${file}: only the second build made it`])),
  ];
}

/** Every file that belongs to the sources; packages of npm by links to the same bytes, since they are many. */
async function copySources(copy: string): Promise<void> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 64 * 1_048_576,
  });
  await mkdir(copy, { recursive: true });
  for (const file of [...stdout.split('\0').filter((name) => name !== ''), '.git'])
    await cp(path.join(root, file), path.join(copy, file), { recursive: true });
  await run('cp', ['-al', path.join(root, 'node_modules'), path.join(copy, 'node_modules')]);
}

const printed = z.object({ packages: z.array(z.object({ file: z.string(), sha256: z.string() })) });

async function buildThere(copy: string, targets: readonly Target[], release: Release) {
  const outDir = path.join(copy, 'dist');
  const options = targets.flatMap(({ system, name }) => [`--${system}`, '--only', name]);
  const args = ['build/package/main.ts', ...options, '--version', release.version, '--out', outDir];
  if (release.updateKeys !== undefined) {
    const file = path.join(copy, 'out', 'update-keys.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(release.updateKeys));
    args.push('--update-keys', file);
  }
  const child = spawn(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, SOURCE_DATE_EPOCH: String(release.epoch) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`the second build failed (exit status ${code})`);
  return printed.parse(JSON.parse(await readFile(path.join(outDir, 'packages.json'), 'utf8'))).packages;
}
