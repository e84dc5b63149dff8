// Who may enroll a device: one function decides it for those who ask and for those who do it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rightToEnroll } from '../../../../daemon/enrollment/right-to-enroll.ts';

const ours = 'a'.repeat(64);
const other = 'b'.repeat(64);
const askers = {
  administrator: { isAdministrator: true, isUser: true },
  user: { isAdministrator: false, isUser: true },
  'anybody else': { isAdministrator: false, isUser: false },
};
const unreadable = 'what is saved cannot be read';

/** Who asks, which EMSs the settings name, what else there is, and what comes of it. */
const rows: readonly (readonly [keyof typeof askers, readonly string[] | undefined, string, string])[] = [
  ['administrator', undefined, '', 'granted'],
  ['administrator', [other, ours], '', 'granted'],
  ['administrator', [other, ours], unreadable, 'granted'],
  ['administrator', [other], '', 'ems-not-allowed'],
  ['administrator', [], '', 'ems-not-allowed'],
  ['user', undefined, '', 'enrolling-not-allowed'],
  ['user', [other, ours], '', 'granted'],
  ['user', [other, ours], unreadable, 'enrolling-not-allowed'],
  ['user', [other], '', 'ems-not-allowed'],
  ['anybody else', undefined, '', 'enrolling-not-allowed'],
  ['anybody else', [ours], '', 'enrolling-not-allowed'],
];

for (const [who, allowedEms, besides, expected] of rows) {
  const named = allowedEms?.map((each) => (each === ours ? 'this EMS' : 'another')).join(' and ') ?? 'all EMSs';
  test(`${who} asks where the settings allow ${named || 'none'}${besides && `, and ${besides}`}: ${expected}`, () => {
    const right = rightToEnroll(askers[who], ours, { allowedEms, hasUnreadableState: besides === unreadable });
    assert.equal(right.kind === 'granted' ? 'granted' : right.code, expected);
  });
}
