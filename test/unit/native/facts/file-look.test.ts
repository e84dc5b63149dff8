// Looks at paths on a file system that does not answer: what they hold, what they hold up, what they leave behind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Look, patientLooks, type Seen } from '../../../../native/facts/file/look.ts';
import { watchPath } from '../../../../native/facts/file/watch-path.ts';

const folder: Seen = { isFolder: true, identity: '1:2', isRemote: true };

/** A file system on which looks end when the test says so. */
function slowSystem() {
  const begun: { readonly path: string; readonly end: (seen: Seen) => void; readonly fail: (why: Error) => void }[] =
    [];
  const look: Look = (path) => {
    const { promise, resolve, reject } = Promise.withResolvers<Seen>();
    begun.push({ path, end: resolve, fail: reject });
    return promise;
  };
  return { begun, look, paths: () => begun.map(({ path }) => path) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a path that does not answer is not looked at a second time', async () => {
  const system = slowSystem();
  const look = patientLooks(system.look, 2);
  for (let again = 0; again < 50; again += 1) void look('/hung/file');
  await settled();
  assert.deepEqual(system.paths(), ['/hung/file']);
});

test('no more paths than allowed are looked at at once, and the others as soon as one has answered', async () => {
  const system = slowSystem();
  const look = patientLooks(system.look, 2);
  const answers = ['/a', '/b', '/c'].map(look);
  await settled();
  assert.deepEqual(system.paths(), ['/a', '/b']);
  system.begun[1]?.end(folder);
  assert.deepEqual(await answers[1], folder);
  await settled();
  assert.deepEqual(system.paths(), ['/a', '/b', '/c']);
});

test('a look that fails makes room as well, and its error is the answer', async () => {
  const system = slowSystem();
  const look = patientLooks(system.look, 1);
  const failing = look('/a');
  const next = look('/b');
  system.begun[0]?.fail(new Error('gone'));
  await assert.rejects(failing, /gone/);
  await settled();
  system.begun[1]?.end(folder);
  assert.deepEqual(await next, folder);
});

test('who asks while a look is under way gets the answer of a later one', async () => {
  const system = slowSystem();
  const look = patientLooks(system.look, 2);
  const first = look('/a');
  const later = [look('/a'), look('/a')];
  system.begun[0]?.end({ ...folder, identity: 'before' });
  assert.equal((await first).identity, 'before');
  await settled();
  system.begun[1]?.end({ ...folder, identity: 'after' });
  assert.deepEqual(
    (await Promise.all(later)).map(({ identity }) => identity),
    ['after', 'after'],
  );
  assert.equal(system.begun.length, 2);
});

test('a watch over a folder that does not answer asks once, however often it checks, and ends at once', async () => {
  const system = slowSystem();
  const watch = watchPath('/hung/file', 1, () => assert.fail('nothing is known to have changed'), system.look);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(system.paths(), ['/hung']);
  await watch[Symbol.asyncDispose]();
  system.begun[0]?.end(folder);
  await settled();
  assert.equal(system.begun.length, 1);
});

test('a folder of another machine is told once and then left to polling', async () => {
  let told = 0;
  let looks = 0;
  const look: Look = async () => {
    looks += 1;
    return folder;
  };
  await using _ = watchPath(
    '/remote/file',
    1,
    () => {
      told += 1;
    },
    look,
  );
  while (looks < 5) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(told, 1);
});
