import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, stat } from 'node:fs/promises';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { crm, oddText, type Scratch, scratch } from '../../../contract/native/hosts-file/scratch.ts';

const posix = new URL('../../../../native/hosts-file/posix.ts', import.meta.url).href;

/** Runs `body` in a mount namespace of its own, after `mounting`, and returns what it said; the machine sees no mount. */
async function inOwnNamespace(there: Scratch, mounting: string, body: string): Promise<unknown> {
  const program = `
    import { readFileSync } from 'node:fs';
    import { linuxTools, posixHostsFile } from '${posix}';
    const hosts = posixHostsFile({ path: '${there.path}', stateDir: '${there.stateDir}' }, linuxTools);
    const crm = ${JSON.stringify(crm)};
    const bytes = () => readFileSync('${there.path}').toString('latin1');
    const said = await (async () => { ${body} })();
    console.log(JSON.stringify(said));
  `;
  const script = `mount --make-rprivate / && ${mounting} && exec "$0" --input-type=module -e "$1"`;
  const child = spawn('/usr/bin/unshare', ['-m', '/bin/sh', '-c', script, process.execPath, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said = await text(child.stdout);
  assert.deepEqual(await ended, [0, null]);
  return JSON.parse(said);
}

const toBytes = (said: unknown) => Buffer.from(String(said), 'latin1');

test('a bind-mounted file is changed in place and given back', async () => {
  await using there = await scratch();
  const said = await inOwnNamespace(
    there,
    `mount --bind ${there.path} ${there.path}`,
    `const applied = await hosts.apply([crm]);
     const mapped = bytes().includes('crm.corp.test');
     const cleared = await hosts.clear();
     return { applied, mapped, cleared };`,
  );
  const written = { kind: 'written', how: 'in-place', damage: null };
  assert.deepEqual(said, { applied: written, mapped: true, cleared: written });
  assert.deepEqual(await there.bytes(), oddText);
  assert.deepEqual(await there.leftovers(), []);
});

test('a death while overwriting a bind-mounted file is repaired', async () => {
  await using there = await scratch();
  const half = `
    const { writeFileSync, openSync, writeSync } = await import('node:fs');
    await hosts.apply([crm]);
    const [before, after] = [${JSON.stringify(oddText.toString('latin1'))}, bytes()];
    const { writeJournal } = await import('${new URL('../../../../native/hosts-file/journal.ts', import.meta.url).href}');
    const [b, a] = [Buffer.from(before, 'latin1'), Buffer.from(after, 'latin1')];
    await writeJournal('${there.stateDir}', { path: '${there.path}', temporary: '${there.path}.gone', before: b, after: a, owed: [] });
    writeFileSync('${there.path}', a.subarray(0, a.length - 30));
    const repaired = await hosts.repair();
    return { kind: repaired.kind, bytes: bytes() };
  `;
  const said = (await inOwnNamespace(there, `mount --bind ${there.path} ${there.path}`, half)) as {
    kind: string;
    bytes: string;
  };
  assert.equal(said.kind, 'written');
  assert.deepEqual(toBytes(said.bytes), oddText);
});

test('a read-only file system is told and left alone', async () => {
  await using there = await scratch();
  const directory = `${there.directory}/etc`;
  const mounting = `mount --bind ${directory} ${directory} && mount -o remount,bind,ro ${directory}`;
  const said = await inOwnNamespace(there, mounting, 'return await hosts.apply([crm]);');
  assert.deepEqual(said, { kind: 'blocked', reason: 'read-only', detail: 'EROFS' });
  assert.deepEqual(await there.bytes(), oddText);
});

test('the owner of the file stays', async () => {
  await using there = await scratch();
  await chown(there.path, 65_534, 65_534);
  await there.hosts().apply([crm]);
  const { uid, gid } = await stat(there.path);
  assert.deepEqual([uid, gid], [65_534, 65_534]);
});

test('an immutable file is told, and its flag is left alone', async () => {
  await using there = await scratch();
  const { runTool } = await import('../../../../native/exec.ts');
  const set = await runTool('/usr/bin/chattr', ['+i', there.path]);
  const isSet = set.kind === 'exited' && set.code === 0;
  const outcome = await there.hosts().apply([crm]);
  if (isSet) await runTool('/usr/bin/chattr', ['-i', there.path]);
  // Where the file system of the temporary directory has no such flag (tmpfs, overlay) the file is simply written.
  assert.equal(outcome.kind, isSet ? 'blocked' : 'written');
  if (outcome.kind === 'blocked') assert.equal(outcome.reason, 'write-protected');
});
