// Has dpkg-deb, rpmbuild and tar make packages of a description: lays the tree and runs the tool, decides nothing.

import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from '../../../native/exec.ts';
import { below, bytesOf, type Entry, textFile, writeEntries } from '../contents/entry.ts';
import { controlFiles, type Installed } from './deb.ts';
import type { PackageDescription } from './description.ts';
import { specOf } from './rpm.ts';

/** Each writes one file into the folder and answers its name. */
export async function buildDeb(about: PackageDescription, outDir: string): Promise<string> {
  const file = `${about.name}_${about.version}_amd64.deb`;
  await inScratch(async (scratch) => {
    const tree = path.join(scratch, 'tree');
    const control = controlFiles(about, await installedOf(about.entries));
    const entries = control.map(({ name, text, mode }) => textFile(name, text, mode));
    await writeEntries(tree, [...about.entries, ...below('/DEBIAN', entries)], about.epoch);
    // One thread: how many there are would show in the bytes. zstd takes a fifteenth of the time of xz for a quarter more bytes.
    const compression = ['-Zzstd', '-z10', '--threads-max=1'];
    await must(
      '/usr/bin/dpkg-deb',
      ['--root-owner-group', ...compression, '--build', tree, path.join(outDir, file)],
      about,
    );
  });
  return file;
}

export async function buildRpm(about: PackageDescription, outDir: string): Promise<string> {
  const file = `${about.name}-${about.version}-1.x86_64.rpm`;
  await inScratch(async (scratch) => {
    const tree = path.join(scratch, 'tree');
    const spec = path.join(scratch, 'package.spec');
    await writeEntries(tree, about.entries, about.epoch);
    await writeEntries(scratch, [textFile('package.spec', specOf(about, tree))], about.epoch);
    const define = (name: string, value: string) => ['--define', `${name} ${value}`];
    const rpms = path.join(scratch, 'rpms');
    const places = [...define('_topdir', path.join(scratch, 'top')), ...define('_rpmdir', rpms)];
    await must('/usr/bin/rpmbuild', ['-bb', '--target', 'x86_64', ...places, spec], about);
    await copyFile(path.join(rpms, 'x86_64', file), path.join(outDir, file));
  });
  return file;
}

/** One folder in it, of the name of the archive. */
export async function buildTar(
  { name, version, epoch }: Pick<PackageDescription, 'name' | 'version' | 'epoch'>,
  entries: readonly Entry[],
  outDir: string,
): Promise<string> {
  const folder = `${name}-${version}-linux-x64`;
  const file = `${folder}.tar.gz`;
  await inScratch(async (scratch) => {
    await writeEntries(scratch, below(`/${folder}`, entries), epoch);
    const same = ['--sort=name', '--owner=root:0', '--group=root:0', '--format=gnu', `--mtime=@${epoch}`];
    const gzip = '--use-compress-program=/bin/gzip -n -6';
    await must('/bin/tar', [...same, gzip, '-C', scratch, '-cf', path.join(outDir, file), folder], { epoch });
  });
  return file;
}

async function installedOf(entries: readonly Entry[]): Promise<readonly Installed[]> {
  const files = entries.filter((entry) => entry.kind === 'file');
  return await Promise.all(
    files.map(async ({ path: place, content }) => {
      const bytes = await bytesOf(content);
      return { path: place, bytes: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
    }),
  );
}

async function inScratch(act: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-package-'));
  try {
    await act(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function must(tool: string, args: readonly string[], { epoch }: { readonly epoch: number }): Promise<void> {
  const environment = { SOURCE_DATE_EPOCH: String(epoch), HOME: '/nonexistent' };
  const outcome = await runTool(tool, args, { timeoutMs: 300_000, environment });
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  const why = outcome.kind === 'exited' ? outcome.stderr.trim().slice(-2_000) : outcome.kind;
  throw new Error(`${tool}: ${why}`);
}
