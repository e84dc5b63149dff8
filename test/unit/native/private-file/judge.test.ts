// Which files and folders are an administrator's alone, by what POSIX and Windows say of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PosixStanding, whyUnsafeFile, whyUnsafeFolder } from '../../../../native/private-file/judge.ts';
import { whyUnsafe } from '../../../../native/private-file/sddl.ts';

const file: PosixStanding = { kind: 'file', uid: 0, mode: 0o600, links: 1, size: 300 };
const folder: PosixStanding = { kind: 'folder', uid: 0, mode: 0o755, links: 3, size: 4_096 };

for (const [title, change, expected] of [
  ['root alone', {}, null],
  ['root alone, read-only', { mode: 0o400 }, null],
  ['the user who runs the agent', { uid: 1_000 }, null],
  ['another user', { uid: 1_001 }, 'it does not belong to root'],
  ['readable by its group', { mode: 0o640 }, 'others than its owner have rights on it'],
  ['readable by all', { mode: 0o604 }, 'others than its owner have rights on it'],
  ['with a second name', { links: 2 }, 'it has more than one name'],
  ['a pipe', { kind: 'other' }, 'it is not a regular file'],
  ['a folder', { kind: 'folder' }, 'it is not a regular file'],
  ['too large', { size: 8_193 }, 'it is larger than 8192 bytes'],
] as const)
  test(`a private file: ${title}`, () =>
    assert.equal(whyUnsafeFile({ ...file, ...change }, [0, 1_000], 8_192), expected));

for (const [title, change, isParent, expected] of [
  ['of root', {}, true, null],
  ['writable by its group', { mode: 0o775 }, true, 'others may write to a folder above it'],
  ['sticky, for all', { mode: 0o1777 }, true, 'others may write to a folder above it'],
  ['sticky, for all, further up', { mode: 0o1777 }, false, null],
  ['writable by all, further up', { mode: 0o777 }, false, 'others may write to a folder above it'],
  ['of another user', { uid: 1_001 }, false, 'a folder above it does not belong to root'],
  ['a link', { kind: 'link' }, false, 'a folder above it is none, or a link'],
] as const)
  test(`the folder of a private file: ${title}`, () =>
    assert.equal(whyUnsafeFolder({ ...folder, ...change }, [0, 1_000], isParent), expected));

const ours = '(A;;FA;;;SY)(A;;FA;;;BA)';
for (const [title, sddl, what, isSafe] of [
  ['administrators and SYSTEM', `O:BAG:SYD:PAI${ours}`, 'file', true],
  ['by their long names', 'O:S-1-5-32-544G:SYD:P(A;;FA;;;S-1-5-18)', 'file', true],
  ['a user owns it', `O:S-1-5-21-1-2-3-1001G:SYD:PAI${ours}`, 'file', false],
  ['users read it', `O:BAG:SYD:AI${ours}(A;ID;0x1200a9;;;BU)`, 'file', false],
  ['users are denied', `O:BAG:SYD:P(D;;FA;;;BU)${ours}`, 'file', true],
  ['a conditional entry', `O:BAG:SYD:P${ours}(XA;;FR;;;WD)`, 'file', false],
  ['no list at all', 'O:BAG:SYD:NO_ACCESS_CONTROL', 'file', false],
  ['no list told', 'O:BAG:SY', 'file', false],
  ['users may look', `O:BAG:SYD:PAI${ours}(A;OICI;0x1200a9;;;BU)`, 'folder', true],
  ['users may make files', `O:BAG:SYD:AI${ours}(A;CIID;DCLCRPCR;;;BU)`, 'folder', false],
  ['users may make files, in hex', `O:BAG:SYD:AI${ours}(A;;0x100116;;;BU)`, 'folder', false],
  ['whoever makes a file owns it', `O:BAG:SYD:AI${ours}(A;OICIIO;GA;;;CO)`, 'folder', true],
] as const)
  test(`Windows, ${what}: ${title}`, () => assert.equal(whyUnsafe(sddl, what) === null, isSafe));
