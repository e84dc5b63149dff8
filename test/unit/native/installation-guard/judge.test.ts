// Who else could change an installation, by owners and modes and by Windows's descriptors: tables, one row each.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Looked, troubleIn } from '../../../../native/installation-guard/judge.ts';
import { sddlTrouble } from '../../../../native/installation-guard/sddl.ts';

const file: Looked = { path: '/usr/lib/stile/a.mjs', kind: 'file', uid: 0, gid: 0, mode: 0o644, role: 'trusted' };
const folder: Looked = { ...file, path: '/usr/lib/stile', kind: 'directory', mode: 0o755 };
const way: Looked = { ...folder, path: '/tmp', role: 'way' };

describe('where owners and modes count', () => {
  const safe: readonly (readonly [what: string, Looked])[] = [
    ['a file of root that others read', file],
    ['a file of root with a second name', { ...file, mode: 0o600 }],
    ['what only the group of root may write', { ...file, mode: 0o664 }],
    ['a folder of root', folder],
    ['a link of root, whatever its mode says', { ...file, kind: 'link', mode: 0o777 }],
    ['a folder on the way in which others may only add', { ...way, mode: 0o1777 }],
  ];
  for (const [what, looked] of safe) test(`${what} is no trouble`, () => assert.equal(troubleIn([looked], [0]), null));

  const unsafe: readonly (readonly [what: string, Looked, why: string, mend: string])[] = [
    ['a file of somebody else', { ...file, uid: 1000 }, 'belongs to the user 1000', 'chown -h 0 /usr/lib/stile/a.mjs'],
    [
      'a link of somebody else',
      { ...file, kind: 'link', uid: 7 },
      'belongs to the user 7',
      'chown -h 0 /usr/lib/stile/a.mjs',
    ],
    ['a file for everybody', { ...file, mode: 0o646 }, 'is writable by everybody', 'chmod go-w /usr/lib/stile/a.mjs'],
    [
      'a file for a group',
      { ...file, mode: 0o664, gid: 50 },
      'is writable by the group 50',
      'chmod go-w /usr/lib/stile/a.mjs',
    ],
    [
      'a folder for a group',
      { ...folder, mode: 0o775, gid: 50 },
      'is writable by the group 50',
      'chmod go-w /usr/lib/stile',
    ],
    ['a folder on the way for everybody', { ...way, mode: 0o777 }, 'is writable by everybody', 'chmod go-w /tmp'],
    [
      'a trusted folder in which others may add',
      { ...folder, mode: 0o1777 },
      'is writable by everybody',
      'chmod go-w /usr/lib/stile',
    ],
    ['a pipe', { ...file, kind: 'other' }, 'is neither a file nor a folder', 'rm /usr/lib/stile/a.mjs'],
    [
      'a name that a shell would read',
      { ...file, path: "/it's", mode: 0o666 },
      'is writable by everybody',
      "chmod go-w '/it'\\''s'",
    ],
  ];
  for (const [what, looked, why, mend] of unsafe)
    test(`${what} is trouble`, () =>
      assert.deepEqual(troubleIn([folder, looked], [0]), { path: looked.path, why, mend }));

  test('the first trouble is told', () => {
    const one = { ...folder, uid: 1 };
    assert.equal(troubleIn([way, one, { ...file, uid: 2 }], [0])?.path, way.path === one.path ? '' : one.path);
  });

  test('an agent of a user may be changed by that user', () => {
    assert.equal(troubleIn([{ ...file, uid: 1000 }], [0, 1000]), null);
    assert.notEqual(troubleIn([{ ...file, uid: 1001 }], [0, 1000]), null);
  });
});

describe("where Windows's descriptors count", () => {
  const programs = 'O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)';
  const rows: readonly (readonly [what: string, sddl: string, Looked['role'], trouble: string | null])[] = [
    ['programs for administrators, which users read', programs, 'trusted', null],
    [
      'what Windows itself installed',
      'O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:P(A;;FA;;;S-1-5-18)',
      'trusted',
      null,
    ],
    ['the owner is a user', 'O:S-1-5-21-1-2-3-1001D:P(A;;FA;;;SY)', 'trusted', 'belongs to S-1-5-21-1-2-3-1001'],
    ['no owner at all', 'D:P(A;;FA;;;SY)', 'trusted', 'belongs to nobody'],
    ['no list: everybody', 'O:BA', 'trusted', 'is writable by everybody'],
    ['a list that is none', 'O:BAD:NO_ACCESS_CONTROL', 'trusted', 'is writable by everybody'],
    ['an empty list: nobody', 'O:BAD:P', 'trusted', null],
    ['users may write', 'O:BAD:(A;;FW;;;BU)', 'trusted', 'is writable by BU'],
    ['users may write, in numbers', 'O:BAD:(A;;0x1301bf;;;BU)', 'trusted', 'is writable by BU'],
    ['users may add', 'O:BAD:(A;CI;DCLCRPCR;;;BU)', 'trusted', 'is writable by BU'],
    ['users may add on the way, as in ProgramData', 'O:SYD:(A;CI;DCLCRPCR;;;BU)(A;OICI;0x1200a9;;;BU)', 'way', null],
    ['users may exchange what is on the way', 'O:SYD:(A;;0x40;;;BU)', 'way', 'is writable by BU'],
    ['users may change the rights', 'O:SYD:(A;;WD;;;AU)', 'way', 'is writable by AU'],
    ['everything, generally', 'O:SYD:(A;;GA;;;WD)', 'way', 'is writable by WD'],
    ['what is only handed down', 'O:BAD:(A;OICIIO;GA;;;CO)', 'trusted', null],
    ['a denial', 'O:BAD:(D;;FA;;;BU)(A;;FA;;;SY)', 'trusted', null],
    ['a right that nobody here knows', 'O:BAD:(A;;XX;;;BU)', 'trusted', 'is writable by BU'],
    ['an entry with a condition', 'O:BAD:(XA;;FW;;;BU;(@User.a==1))', 'trusted', 'is writable by BU'],
  ];
  for (const [what, sddl, role, trouble] of rows) test(what, () => assert.equal(sddlTrouble(sddl, role), trouble));
});
