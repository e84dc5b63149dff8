import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import type { ToolOutcome } from '../../../../native/exec.ts';
import { managedConfigurationOfDarwin, readingOfPlist } from '../../../../native/managed/darwin.ts';

const file = '/Library/Managed Preferences/io.stile.agent.plist';

/** As plutil writes a property list with a switch, a number, a text and a list. */
const converted =
  '{"MayQuit":false,"WarmConnections":2,"Disconnect":"with-reason","AllowedEms":["9f2c4b7e1d3a5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8"]}';

test('what plutil makes of a profile is read', () => {
  assert.deepEqual(readingOfPlist(file, converted), {
    kind: 'values',
    source: file,
    values: {
      MayQuit: false,
      WarmConnections: 2,
      Disconnect: 'with-reason',
      AllowedEms: ['9f2c4b7e1d3a5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8'],
    },
  });
});

test('the head of a payload that is left in the list is no setting', () => {
  const json = '{"PayloadUUID":"83C9F6E8-EF4B-4974-B83B-B2E7FE79B75C","PayloadVersion":1}';
  assert.deepEqual(readingOfPlist(file, json), { kind: 'none' });
});

for (const [what, json] of [
  ['a setting that nobody knows', '{"MayQuite":false}'],
  ['a switch that is a number', '{"MayQuit":0}'],
  ['a list at the top', '[]'],
  ['no JSON', ''],
] as const)
  test(`${what} is trouble`, () => {
    assert.equal(readingOfPlist(file, json).kind, 'invalid');
  });

const exited = (code: number, stdout: string): ToolOutcome => ({ kind: 'exited', code, stdout, stderr: '' });

for (const [what, mode, told, kind] of [
  ['a list of root that plutil reads', 0o644, exited(0, converted), 'values'],
  ['a list that everybody may write to', 0o666, exited(0, converted), 'invalid'],
  ['a list that plutil refuses', 0o644, exited(1, ''), 'invalid'],
  ['a machine without plutil', 0o644, { kind: 'missing' }, 'invalid'],
] as const)
  test(`${what} reads as ${kind}`, async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'stile-plist-'));
    const list = path.join(folder, 'io.stile.agent.plist');
    try {
      const asked: (readonly string[])[] = [];
      const managed = managedConfigurationOfDarwin(
        list,
        async (args) => {
          asked.push(args);
          return told;
        },
        process.getuid?.() ?? 0,
      );
      assert.deepEqual(await managed.read(), { kind: 'none' });
      await writeFile(list, 'bplist00');
      await chmod(list, mode);
      assert.equal((await managed.read()).kind, kind);
      assert.deepEqual(asked, mode === 0o666 ? [] : [['-convert', 'json', '-o', '-', '--', list]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
