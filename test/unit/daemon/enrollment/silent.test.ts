// What becomes of an invitation that was laid for a device, and which failures are tried again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, isFinal, type Machine } from '../../../../daemon/enrollment/silent/decide.ts';
import { AppError, toWireError } from '../../../../shared/errors/app-error.ts';

const [ours, other] = ['a'.repeat(64), 'b'.repeat(64)];
const [laid, before] = ['1'.repeat(64), '2'.repeat(64)];
const offer = { invitation: { ems: 'ems.corp.test:8013', ca: ours }, sha256: laid, isKept: false };
const enrolledWith = (ca: string) => ({ identity: { ems: 'ems.corp.test:8013', fabricCaSha256: ca } });
const fresh: Machine = {
  identity: null,
  isWithdrawn: false,
  hasUnreadableState: false,
  spent: null,
  allowedEms: undefined,
};

/** The machine, whether the invitation stays where it lies, what comes of it. */
const rows: readonly (readonly [string, Partial<Machine>, boolean, string])[] = [
  ['a fresh device', {}, false, 'enroll'],
  ['a fresh device, by a setting', {}, true, 'enroll'],
  ['whose EMS is allowed', { allowedEms: [other, ours] }, false, 'enroll'],
  ['whose EMS is not allowed', { allowedEms: [other] }, false, 'ems-not-allowed'],
  ['what was saved cannot be read', { hasUnreadableState: true }, false, 'rest'],
  ['enrolled with that EMS', enrolledWith(ours), false, 'remove'],
  ['enrolled with that EMS, by a setting', enrolledWith(ours), true, 'rest'],
  ['enrolled with another EMS', enrolledWith(other), false, 'invitation-elsewhere'],
  [
    'withdrawn, and the old invitation lies there',
    { ...enrolledWith(ours), isWithdrawn: true, spent: laid },
    false,
    'invitation-spent',
  ],
  ['withdrawn, and a new one lies there', { ...enrolledWith(ours), isWithdrawn: true, spent: before }, false, 'enroll'],
  ['left, and the same file is laid once more', { spent: laid }, false, 'enroll'],
  ['left, and the setting still stands', { spent: laid }, true, 'invitation-spent'],
  ['left, and the setting is another one', { spent: before }, true, 'enroll'],
];

for (const [title, machine, isKept, expected] of rows)
  test(`an invitation laid for a device: ${title}`, () => {
    const decision = decide({ ...fresh, ...machine }, { ...offer, isKept });
    assert.equal(decision.kind === 'refuse' ? decision.error.code : decision.kind, expected);
  });

const refusedBy = (status: number) =>
  new AppError('ems-refused', { server: 'ems', what: 'enroll', why: 'x', advice: '', status });

for (const [title, error, expected] of [
  ['the EMS is away', new AppError('ems-unreachable', { server: 'ems' }), false],
  ['the clock is wrong', new AppError('certificate-dates', { server: 'ems', why: 'x' }), false],
  ['another CA answers', new AppError('pin-mismatch', { server: 'ems' }), false],
  ['the TPM is busy', new AppError('machine-key-unavailable', { why: 'x' }), false],
  ['a bug', new TypeError('x'), false],
  ['too many at once', refusedBy(429), false],
  ['the database of the EMS is away', refusedBy(503), false],
  ['the code is refused', refusedBy(403), true],
  ['the uid is known', refusedBy(409), true],
  ['no invitation', new AppError('invitation-malformed', { why: 'x' }), true],
  ['of a later release', new AppError('invitation-too-new', { needs: 'x' }), true],
] as const)
  test(`a try that failed because ${title} is ${expected ? 'not ' : ''}tried again by itself`, () =>
    assert.equal(isFinal(error), expected, toWireError(error).code));
