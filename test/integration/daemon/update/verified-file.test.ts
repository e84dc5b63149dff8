// Files that somebody swaps, changes, links or plants between check and use.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { trustedFolder } from '../../../../daemon/update/trusted-folder.ts';
import { verifiedFile } from '../../../../daemon/update/verified-file.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';

const bytes = 'what was signed';
const evil = 'what was swapped';
const expected = { name: 'stile.deb', size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
const own = { kind: 'owner', uid: process.getuid?.() ?? 0 } as const;

let directory: string;
let place: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'stile-verified-'));
  place = path.join(directory, 'stile.deb');
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** What is done to a verified file; each is noticed before it is handed on. */
const swaps: readonly { readonly what: string; readonly swap: () => Promise<void>; readonly why: RegExp }[] = [
  {
    what: 'renamed over',
    swap: async () => {
      await writeFile(`${place}.evil`, bytes);
      await rename(`${place}.evil`, place);
    },
    why: /another name|another file|bytes/,
  },
  {
    what: 'moved aside, with a copy in its place',
    swap: async () => {
      await rename(place, `${place}.aside`);
      await writeFile(place, bytes);
    },
    why: /another file took its place/,
  },
  {
    what: 'written into',
    swap: () => writeFile(place, bytes.replace('w', 'W'), { flag: 'r+' }),
    why: /not those that were signed/,
  },
  { what: 'made longer', swap: () => writeFile(place, evil, { flag: 'a' }), why: /has \d+ bytes/ },
  { what: 'cut off', swap: () => truncate(place, 3), why: /has 3 bytes/ },
  {
    what: 'given a second name, by which it could be changed later',
    swap: () => link(place, `${place}.too`),
    why: /another name/,
  },
  {
    what: 'replaced by a link to another file',
    swap: async () => {
      await writeFile(`${place}.evil`, evil);
      await rm(place);
      await symlink(`${place}.evil`, place);
    },
    why: /another/,
  },
  { what: 'removed', swap: () => rm(place), why: /another/ },
];

describe('a verified file is refused once it is', () => {
  for (const { what, swap, why } of swaps)
    test(what, async () => {
      await using file = await verifiedFile(place, expected, (handle) => handle.writeFile(bytes));
      await file.prove();
      await swap();
      await assert.rejects(
        file.prove(),
        (error) => hasCode(error, 'update-package-refused') && why.test(error.message),
      );
    });
});

describe('a file is never written through', () => {
  for (const [what, plant] of [
    ['a link that was planted at its name', (victim: string) => symlink(victim, place)],
    ['a second name of somebody else’s file', (victim: string) => link(victim, place)],
    ['a link to nothing', () => symlink(path.join(directory, 'nothing'), place)],
  ] as const)
    test(what, async () => {
      const victim = path.join(directory, 'victim');
      await writeFile(victim, 'mine');
      await plant(victim);
      await assert.rejects(
        verifiedFile(place, expected, (handle) => handle.writeFile(bytes)),
        { code: 'EEXIST' },
      );
      assert.equal(await readFile(victim, 'utf8'), 'mine');
    });

  test('nor left behind if it is not what was signed', async () => {
    await assert.rejects(
      verifiedFile(place, expected, (handle) => handle.writeFile(evil)),
      (error) => hasCode(error, 'update-package-refused'),
    );
    await assert.rejects(lstat(place), { code: 'ENOENT' });
  });
});

describe('the folder of downloads', () => {
  test('is for its owner alone, and empty, whatever stood there', async () => {
    await mkdir(path.join(directory, 'updates'), { mode: 0o777 });
    await writeFile(path.join(directory, 'updates', 'planted.deb'), evil);
    const folder = await trustedFolder(directory, own);
    assert.equal((await lstat(folder.path)).mode & 0o777, 0o700);
    await assert.rejects(lstat(path.join(folder.path, 'planted.deb')), { code: 'ENOENT' });
  });

  test('takes the place of a link and leaves alone where that leads', async () => {
    const victim = path.join(directory, 'victim');
    await mkdir(victim);
    await writeFile(path.join(victim, 'file'), 'mine');
    await symlink(victim, path.join(directory, 'updates'));
    const folder = await trustedFolder(directory, own);
    assert.equal((await lstat(folder.path)).isDirectory(), true);
    assert.equal(await readFile(path.join(victim, 'file'), 'utf8'), 'mine');
  });

  test('is refused where others can write above it', async () => {
    await chmod(directory, 0o777);
    await assert.rejects(trustedFolder(directory, own), (error) => hasCode(error, 'update-place-unsafe'));
  });

  test('is refused where it belongs to somebody else', async () => {
    await assert.rejects(trustedFolder(directory, { kind: 'owner', uid: own.uid + 1 }), (error) =>
      hasCode(error, 'update-place-unsafe'),
    );
  });

  test('is refused later, too, if its rights have changed', async () => {
    const folder = await trustedFolder(directory, own);
    await chmod(folder.path, 0o755);
    await assert.rejects(folder.fresh(), (error) => hasCode(error, 'update-place-unsafe'));
  });
});
