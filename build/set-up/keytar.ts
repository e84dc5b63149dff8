// Builds keytar where npm went on without it: its own build tool is too old for our Node, and on a fresh machine the headers come later.

import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../../native/exec.ts';
import { withLock } from './lock.mjs';
import { fetchedPackage } from './npm-package.ts';
import { pinnedNodeFolder } from './pinned-node.mjs';

const compiler = '/usr/bin/g++';
const asker = '/usr/bin/pkg-config';
const needed = ['/usr/include/libsecret-1/libsecret/secret.h', compiler, asker];
const compiled = 'build/Release/keytar.node';

export type KeytarResult = { readonly kind: 'ready' } | { readonly kind: 'missing'; readonly why: string };

/** Programs do without it, too; being unable to build it is an answer. */
export async function ensureKeytar(root: string, report: (line: string) => void): Promise<KeytarResult> {
  const place = path.join(root, 'node_modules', 'keytar');
  const isThere = () => existsSync(path.join(place, compiled));
  if (isThere()) return { kind: 'ready' };
  const lacking = needed.filter((file) => !existsSync(file));
  if (lacking.length > 0) return { kind: 'missing', why: `it cannot be built without ${lacking.join(', ')}` };
  report('building keytar');
  return await withLock(path.join(root, 'node_modules', '.keytar.lock'), async () => {
    try {
      if (!isThere()) await build(root, place);
      return { kind: 'ready' };
    } catch (error) {
      return { kind: 'missing', why: error instanceof Error ? error.message : String(error) };
    }
  });
}

async function build(root: string, place: string): Promise<void> {
  const [sources, addonApi] = await Promise.all([
    fetchedPackage(root, 'keytar'),
    fetchedPackage(root, 'node-addon-api'),
  ]);
  const unfinished = `${place}.unfinished`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await cp(sources, unfinished, { recursive: true });
    const includes = [path.join(pinnedNodeFolder(root), 'include', 'node'), addonApi].map((folder) => `-I${folder}`);
    const flags = await must(asker, ['--cflags', 'libsecret-1']);
    const libraries = await must(asker, ['--libs', 'libsecret-1']);
    await mkdir(path.join(unfinished, path.dirname(compiled)), { recursive: true });
    await must(compiler, [
      ...['-O2', '-fPIC', '-shared', '-std=gnu++17', '-DNAPI_VERSION=3', '-Wno-deprecated-declarations'],
      // Neither symbols nor the folder of this build: the same bytes wherever it is built.
      ...['-s', '-Wl,--build-id=none', `-ffile-prefix-map=${root}=.`, `-ffile-prefix-map=${unfinished}=keytar`],
      ...includes,
      ...words(flags),
      ...['async', 'main', 'keytar_posix'].map((name) => path.join(unfinished, 'src', `${name}.cc`)),
      ...['-o', path.join(unfinished, compiled)],
      ...words(libraries),
    ]);
    await rm(place, { recursive: true, force: true });
    await rename(unfinished, place);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function must(tool: string, args: readonly string[]): Promise<string> {
  const outcome = await runTool(tool, args, { timeoutMs: 180_000 });
  if (outcome.kind === 'exited' && outcome.code === 0) return outcome.stdout;
  throw new Error(`${tool}: ${outcome.kind === 'exited' ? outcome.stderr.trim().slice(-500) : outcome.kind}`);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
