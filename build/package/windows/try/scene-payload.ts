// Makes what a test's installers carry: the real service host, and a scene in place of the daemon, on the Node that Wine can run.

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CompiledHost, compileHost } from '../compile-host.ts';
import { hostName } from '../payload.ts';
import { runTool } from '../run-tool.ts';

const scene = path.join(import.meta.dirname, 'scene');

/** Times of protocol.h that a test can wait for. */
const hurried = { BEAT_LIMIT_MS: 3_000, FIRST_DELAY_MS: 100 };

export interface ScenePrograms {
  readonly compiled: CompiledHost;
  readonly node: string;
  /** What another user planted, as a program and as a library. */
  readonly planted: string;
  readonly plantedLibrary: string;
}

export async function compileScene(folder: string, node: string): Promise<ScenePrograms> {
  const compiled = await compileHost(folder, { version: '1.0.0', defines: hurried });
  const define = `-DNODE=L"${`Z:${node}`.replaceAll('/', '\\\\')}"`;
  const programs = {
    compiled,
    node: path.join(folder, 'node.exe'),
    planted: path.join(folder, 'planted.exe'),
    plantedLibrary: path.join(folder, 'planted.dll'),
  };
  await compile('node.c', programs.node, [define]);
  await compile('planted.c', programs.planted, []);
  await compile('planted.c', programs.plantedLibrary, ['-shared', '-DAS_LIBRARY']);
  return programs;
}

/** A folder as it will be on the device; `version` is only told by a file. */
export async function stageScene(folder: string, programs: ScenePrograms, version: string): Promise<void> {
  await mkdir(path.join(folder, 'bin'), { recursive: true });
  await copyFile(programs.compiled.host, path.join(folder, hostName));
  await copyFile(programs.node, path.join(folder, 'bin', 'node.exe'));
  // There are no types in it to strip.
  await copyFile(path.join(scene, 'agent.ts'), path.join(folder, 'stile-agent.mjs'));
  for (const [name, word] of [
    ['clean-up', 'cleaned up'],
    ['purge', 'purged'],
  ] as const)
    await writeFile(path.join(folder, `${name}.mjs`), `process.stderr.write('the scene ${word}\\n');\n`);
  // A file that only this version has: an upgrade must not leave it behind.
  await writeFile(path.join(folder, `only-in-${version}.txt`), `${version}\n`);
}

async function compile(source: string, output: string, options: readonly string[]): Promise<void> {
  const args = ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-municode', '-static', '-s', ...options];
  await runTool('/usr/bin/x86_64-w64-mingw32-gcc', [...args, '-o', output, path.join(scene, source)]);
}
