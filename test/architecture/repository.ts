// Reads the repository as its tests see it: what is committed, or would be with the next commit.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Paths, with `/`, of all files that git tracks or would track. */
export function repositoryFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0'))].filter((file) => file !== '' && existsSync(path.join(root, file))).sort();
}

/** The compiler's projects and the declarations that all code of a project sees. */
export function projectFiles(): readonly string[] {
  return repositoryFiles().filter((file) => /(^|\/)tsconfig(\.base)?\.json$/.test(file) || file.endsWith('.d.ts'));
}

/** Files with their text, for checks that are functions of the whole tree. */
export type Tree = ReadonlyMap<string, string>;

/** The text of the chosen files. */
export function readTree(files: readonly string[]): Tree {
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}
