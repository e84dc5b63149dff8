// Finds the built pages of the console: a few files, read once per build and kept in memory.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { programFile } from '../../../shared/node/program-file.ts';

export interface Page {
  readonly bytes: Buffer;
  readonly type: string;
  /** Its name holds the hash of its content: whoever has it never asks again. */
  readonly isImmutable: boolean;
}

export interface Pages {
  /** The file of a path; every path without an ending is a place in the one page. Null if there is none. @throws AppError `console-absent` */
  find(urlPath: string): Promise<Page | null>;
}

/** Where the build puts them: the file `current` names the folder that holds. */
const builtPages = programFile({ source: 'out/console', packed: 'console' });

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export function openPages(directory = builtPages): Pages {
  let kept: { readonly build: string; readonly files: ReadonlyMap<string, Page> } | null = null;
  return {
    async find(urlPath) {
      const build = await currentBuild(directory);
      if (kept?.build !== build) kept = { build, files: await readFiles(path.join(directory, build)) };
      return kept.files.get(path.posix.extname(urlPath) === '' ? '/index.html' : urlPath) ?? null;
    },
  };
}

async function currentBuild(directory: string): Promise<string> {
  const text = await readFile(path.join(directory, 'current'), 'utf8').catch((cause: unknown) => {
    throw new AppError('console-absent', {}, { cause });
  });
  const name = text.trim();
  if (!/^[0-9a-f]{1,64}$/.test(name)) throw new AppError('console-absent');
  return name;
}

/** All of them at once: no path of a request ever reaches the file system. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, Page>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && path.extname(entry.name) in types);
  const pages = files.map(async (file): Promise<[string, Page]> => {
    const place = path.join(file.parentPath, file.name);
    const url = `/${path.relative(folder, place).replaceAll(path.sep, '/')}`;
    const type = types[path.extname(file.name)] ?? '';
    return [url, { bytes: await readFile(place), type, isImmutable: url.startsWith('/assets/') }];
  });
  return new Map(await Promise.all(pages));
}
