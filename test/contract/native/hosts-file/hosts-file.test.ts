import assert from 'node:assert/strict';
import { chmod, link, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { crm, files, oddText, scratch } from './scratch.ts';

test('entries are written, changed and removed, and every other byte stays', async () => {
  await using there = await scratch();
  const hosts = there.hosts();
  assert.deepEqual(await hosts.apply([crm]), { kind: 'written', how: 'replaced', damage: null });
  assert.match((await there.bytes()).toString('latin1'), /127\.235\.0\.5 crm\.corp\.test\n/);
  assert.deepEqual(await hosts.apply([crm]), { kind: 'unchanged' });
  assert.equal((await hosts.apply([files, crm])).kind, 'written');
  assert.equal((await hosts.clear()).kind, 'written');
  assert.deepEqual(await there.bytes(), oddText);
  assert.deepEqual(await hosts.clear(), { kind: 'unchanged' });
  assert.deepEqual(await there.leftovers(), []);
});

test('the new file keeps the mode of the old one', async () => {
  await using there = await scratch();
  await chmod(there.path, 0o640);
  await there.hosts().apply([crm]);
  assert.equal((await stat(there.path)).mode & 0o777, 0o640);
});

test('a symbolic link stays one, and what it leads to is changed', async () => {
  await using there = await scratch();
  const link = path.join(there.directory, 'link');
  await symlink('etc/hosts', link);
  assert.equal((await there.hosts({ path: link }).apply([crm])).kind, 'written');
  assert.equal(await readlink(link), 'etc/hosts');
  assert.match((await there.bytes()).toString('latin1'), /crm\.corp\.test/);
});

test('a file with a second name is changed in place', async () => {
  await using there = await scratch();
  const second = path.join(there.directory, 'second');
  await link(there.path, second);
  assert.deepEqual(await there.hosts().apply([crm]), { kind: 'written', how: 'in-place', damage: null });
  assert.deepEqual(await readFile(second), await there.bytes());
  await there.hosts().clear();
  assert.deepEqual(await readFile(second), oddText);
});

test('a damaged section is made anew, and the damage is told', async () => {
  await using there = await scratch();
  await there.hosts().apply([crm, files]);
  const text = (await there.bytes()).toString('latin1');
  await writeFile(there.path, text.replace('# END stile\n', ''), 'latin1');
  assert.deepEqual(await there.hosts().apply([crm]), { kind: 'written', how: 'replaced', damage: 'incomplete' });
  await there.hosts().clear();
  assert.deepEqual(await there.bytes(), oddText);
});

test('a missing file and one that is no text are blocked, and left alone', async () => {
  await using there = await scratch(Buffer.from('\xff\xfe1\x00', 'latin1'));
  assert.equal(reasonOf(await there.hosts().apply([crm])), 'not-text');
  assert.deepEqual(await there.bytes(), Buffer.from('\xff\xfe1\x00', 'latin1'));
  await rm(there.path);
  assert.equal(reasonOf(await there.hosts().apply([crm])), 'missing');
});

test('an address outside the range is refused before anything is touched', async () => {
  await using there = await scratch();
  await assert.rejects(there.hosts().apply([{ address: '10.0.0.1', name: 'crm.corp.test' }]), RangeError);
  const other = there.hosts({ range: '127.240.0.0/16' });
  await assert.rejects(other.apply([crm]), RangeError);
  assert.deepEqual(await there.bytes(), oddText);
});

test('names that the user maps already are found: any case, any place in a line, but not in comments or our section', async () => {
  await using there = await scratch(
    '10.0.0.7 web CRM.corp.test. files.corp.test\n#10.0.0.8 dns.corp.test\n::1 six.corp.test\n',
  );
  const hosts = there.hosts();
  await hosts.apply([{ address: '127.235.0.9', name: 'ours.corp.test' }]);
  const names = ['crm.corp.test', 'FILES.corp.test', 'dns.corp.test', 'ours.corp.test', 'six.corp.test', 'corp.test'];
  assert.deepEqual(await hosts.conflicts(names), [
    { name: 'crm.corp.test', address: '10.0.0.7' },
    { name: 'FILES.corp.test', address: '10.0.0.7' },
    { name: 'six.corp.test', address: '::1' },
  ]);
});

test('calls at the same time take turns', async () => {
  await using there = await scratch();
  const [one, other] = [there.hosts(), there.hosts()];
  await Promise.all([one.apply([crm]), other.apply([files]), one.apply([crm]), other.clear(), one.apply([crm, files])]);
  await Promise.all([one.clear(), other.clear()]);
  assert.deepEqual(await there.bytes(), oddText);
});

test('a change by others is told, one of our own is not', async () => {
  await using there = await scratch('a\n');
  const hosts = there.hosts();
  await hosts.apply([crm]);
  const changes: { sectionIntact: boolean }[] = [];
  let told = Promise.withResolvers<void>();
  await using _watch = hosts.watch((change) => {
    changes.push(change);
    told.resolve();
  });
  // The first look is the one that later ones are compared with.
  await hosts.apply([crm, files]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.deepEqual(changes, []);
  const text = (await there.bytes()).toString('latin1');
  await writeFile(there.path, `${text}b\n`);
  await told.promise;
  told = Promise.withResolvers();
  await writeFile(there.path, 'a\n');
  await told.promise;
  assert.deepEqual(changes, [{ sectionIntact: true }, { sectionIntact: false }]);
});

test('who puts back just what was there before our writing is noticed, too', async () => {
  await using there = await scratch('a\n');
  const hosts = there.hosts();
  const told = Promise.withResolvers<{ sectionIntact: boolean }>();
  await using _watch = hosts.watch(told.resolve);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await hosts.apply([crm]);
  await writeFile(there.path, 'a\n');
  assert.deepEqual(await told.promise, { sectionIntact: false });
});

test('the lock of a process that is dead counts for nothing', async () => {
  await using there = await scratch();
  await mkdir(there.stateDir);
  await writeFile(path.join(there.stateDir, 'hosts.lock'), '4194999 12345 dead');
  assert.equal((await there.hosts().apply([crm])).kind, 'written');
});

function reasonOf(outcome: { kind: string; reason?: string }): string | undefined {
  return outcome.kind === 'blocked' ? outcome.reason : undefined;
}
