// A person's name and picture, from whatever lies there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { avatarFrom } from '../../../../electron/person/avatar.ts';
import { fullNameFrom } from '../../../../electron/person/full-name.ts';
import { personAtFirst, personInFull } from '../../../../electron/person/person.ts';
import { traitsOfThisDesktop } from '../../../../electron/traits.ts';
import { person } from '../../../../shared/shell/gui-state.ts';

const names: readonly (readonly [output: string, form: 'passwd' | 'line', name: string | null])[] = [
  ['ada:x:1000:1000:Ada Lovelace,Room 1,,:/home/ada:/bin/bash\n', 'passwd', 'Ada Lovelace'],
  ['ada:x:1000:1000:& Lovelace:/home/ada:/bin/bash\n', 'passwd', 'Ada Lovelace'],
  ['ada:x:1000:1000::/home/ada:/bin/bash\n', 'passwd', null],
  ['ada:x:1000:1000:,,,:/home/ada:/bin/bash\n', 'passwd', null],
  ['', 'passwd', null],
  ['nonsense', 'passwd', null],
  ['Ada Lovelace\n', 'line', 'Ada Lovelace'],
  ['\n', 'line', null],
  [`${'x'.repeat(10_000)}\n`, 'line', 'x'.repeat(256)],
];
for (const [output, form, name] of names) {
  test(`${JSON.stringify(output.slice(0, 50))} names ${name?.slice(0, 20) ?? 'nobody'}`, () => {
    assert.equal(fullNameFrom(output, form), name);
  });
}

describe('a picture', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');
  let folder = '';
  const at = (name: string) => path.join(folder, name);
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'stile-face-'));
    await mkdir(at('folder'));
    await writeFile(at('png'), png);
    await writeFile(at('jpeg'), jpeg);
    await writeFile(at('svg'), '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    await writeFile(at('empty'), '');
    await writeFile(at('largest'), Buffer.concat([png, Buffer.alloc(262_144 - png.length)]));
    await writeFile(at('too large'), Buffer.concat([png, Buffer.alloc(262_145 - png.length)]));
    await symlink(at('png'), at('link'));
    spawnSync('mkfifo', [at('pipe')]);
  });
  after(() => rm(folder, { recursive: true }));

  const found: readonly (readonly [what: string, places: readonly string[], type: string | null])[] = [
    ['a PNG', ['png'], 'image/png'],
    ['a JPEG', ['jpeg'], 'image/jpeg'],
    ['the way to a PNG', ['link'], 'image/png'],
    ['the largest there may be', ['largest'], 'image/png'],
    ['one byte more', ['too large'], null],
    ['an SVG, which can hold script', ['svg'], null],
    ['nothing, a folder, a pipe and an empty file', ['none', 'folder', 'pipe', 'empty'], null],
    ['the first that can be shown', ['none', 'svg', 'jpeg', 'png'], 'image/jpeg'],
  ];
  for (const [what, places, type] of found) {
    test(`is found: ${what}`, async () => {
      const avatar = await avatarFrom(places.map(at));
      assert.equal(avatar?.slice(0, avatar.indexOf(';')) ?? null, type === null ? null : `data:${type}`);
      assert.ok(person.shape.avatar.safeParse(avatar).success, 'the contract takes it');
    });
  }

  test('is no device of the system', async () => assert.equal(await avatarFrom(['/dev/zero', '/dev/stdin']), null));
});

test('the person in front of this machine fits the contract', async () => {
  const traits = traitsOfThisDesktop();
  const full = await personInFull(personAtFirst(traits, process.env), traits);
  assert.deepEqual(person.parse(full), full);
  assert.equal(full.user, os.userInfo().username);
});

test('a login name never leads out of the folder of pictures', () => {
  for (const user of ['..', '.', '../../etc/shadow', ''])
    assert.deepEqual(
      traitsOfThisDesktop('linux')
        .avatars('/home/x', user)
        .filter((place) => !place.startsWith('/home/x/')),
      [],
      user,
    );
});
