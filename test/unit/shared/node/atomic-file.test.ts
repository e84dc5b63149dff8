import assert from 'node:assert/strict';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { replaceFile } from '../../../../shared/node/atomic-file.ts';

async function scratch(): Promise<{ readonly at: string } & AsyncDisposable> {
  const at = await mkdtemp(path.join(os.tmpdir(), 'stile-file-'));
  return { at, [Symbol.asyncDispose]: () => rm(at, { recursive: true }) };
}

test('a file is made and replaced, with exactly the mode asked for', async () => {
  await using directory = await scratch();
  const file = path.join(directory.at, 'a');
  await replaceFile(file, 'one');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await replaceFile(file, Buffer.from('two'), { mode: 0o666 });
  assert.equal(await readFile(file, 'utf8'), 'two');
  assert.equal((await stat(file)).mode & 0o777, 0o666);
  assert.deepEqual(await readdir(directory.at), ['a']);
});

test('a link at the target is replaced, what it points to is untouched', async () => {
  await using directory = await scratch();
  const [file, link] = [path.join(directory.at, 'precious'), path.join(directory.at, 'link')];
  await writeFile(file, 'precious');
  await symlink(file, link);
  await replaceFile(link, 'new');
  assert.equal(await readFile(file, 'utf8'), 'precious');
  assert.ok((await lstat(link)).isFile());
});

test('a failure leaves nothing behind', async () => {
  await using directory = await scratch();
  await mkdir(path.join(directory.at, 'a', 'full'), { recursive: true });
  await assert.rejects(replaceFile(path.join(directory.at, 'a'), 'x'));
  assert.deepEqual(await readdir(directory.at), ['a']);
});
