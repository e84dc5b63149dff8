// A copy of the tree in which defences can be taken away without touching the one that is worked on.

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Tree {
  readonly root: string;
  /** @throws Error if the patch does not fit any more: the defence moved, and the patch has to follow it */
  apply(patch: string): Promise<void>;
  undo(patch: string): Promise<void>;
}

const original = path.resolve(import.meta.dirname, '../..');
const notCopied = ['.git', 'node_modules', 'out', 'dist'];
const run = promisify(execFile);

/** The folder of the copy for temporary files. */
export const temporary = 'tmp';

export async function copyOfTheTree(): Promise<Tree> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'stile-mutants-'));
  await cp(original, root, { recursive: true, filter: (from) => !notCopied.includes(path.relative(original, from)) });
  await mkdir(path.join(root, temporary));
  await symlink(path.join(original, 'node_modules'), path.join(root, 'node_modules'), 'dir');
  // Outside a repository git applies a patch to the files as they lie there.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(root) };
  const git = async (...args: readonly string[]) => {
    await run('git', ['apply', ...args], { cwd: root, env });
  };
  return { root, apply: (patch) => git(patch), undo: (patch) => git('--reverse', patch) };
}
