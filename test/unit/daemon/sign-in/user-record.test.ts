// What becomes of one user's sign-in, as a table of happenings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterwards,
  type Happening,
  nothingKnown,
  shownState,
  type Verified,
} from '../../../../daemon/sign-in/user-record.ts';

const until = '2026-11-27T20:00:00.000Z';
const failure = { code: 'sign-in-late', message: 'too late', next: 'again' };
const as = (subject: string): Verified => ({ provider: 'corp', subject, groups: [], until });

const began = (id: number): Happening => ({ kind: 'began', attempt: { id, provider: 'corp', until } });
const proved = (attempt: number, subject = 'ada'): Happening => ({ kind: 'proved', attempt, verified: as(subject) });
const failed = (attempt: number): Happening => ({ kind: 'failed', attempt, failure });
const heard = (subject: string | null): Happening => ({
  kind: 'heard',
  verified: subject === null ? null : as(subject),
});
const cancelled: Happening = { kind: 'cancelled' };
const signedOut: Happening = { kind: 'signed-out' };

/** What happens in turn, and what the state shows then: the subject who is verified, or the kind. */
const rows: readonly (readonly [string, readonly Happening[], string])[] = [
  ['nothing', [], 'none'],
  ['a sign-in begins', [began(1)], 'waiting'],
  ['and succeeds', [began(1), proved(1)], 'ada'],
  ['and fails', [began(1), failed(1)], 'none, sign-in-late'],
  ['and is cancelled', [began(1), cancelled], 'none'],
  ['and begins again after it failed', [began(1), failed(1), began(2)], 'waiting'],
  ['a newer one replaces it, and the older one fails', [began(1), began(2), failed(1)], 'waiting'],
  ['a newer one replaces it, and the older one succeeds', [began(1), began(2), proved(1)], 'waiting'],
  ['it was cancelled, and comes to an end all the same', [began(1), cancelled, proved(1)], 'none'],
  ['it was cancelled, and fails all the same', [began(1), cancelled, failed(1)], 'none'],
  ['who is verified signs in again', [began(1), proved(1), began(2)], 'waiting'],
  ['and it fails', [began(1), proved(1), began(2), failed(2)], 'ada'],
  ['and it is cancelled', [began(1), proved(1), began(2), cancelled], 'ada'],
  ['and is somebody else', [began(1), proved(1), began(2), proved(2, 'bob')], 'bob'],
  ['the EMS tells of one who signed in before the agent started', [heard('ada')], 'ada'],
  ['the EMS tells while the browser is waited for', [began(1), heard('ada')], 'waiting'],
  ['and the browser does not come back', [began(1), heard('ada'), failed(1)], 'ada'],
  ['it ends by its time', [heard('ada'), heard(null)], 'none'],
  ['its failure of before stays told', [began(1), failed(1), heard(null)], 'none, sign-in-late'],
  ['signing out', [heard('ada'), signedOut], 'none'],
  ['signing out forgets what failed', [began(1), failed(1), signedOut], 'none'],
  ['signing out ends what waits, too', [heard('ada'), began(1), signedOut, proved(1)], 'none'],
];

for (const [what, happenings, expected] of rows)
  test(`${what}: ${expected}`, () => {
    const state = shownState(happenings.reduce(afterwards, nothingKnown));
    const told = state.kind === 'verified' ? state.subject : state.kind;
    const why = state.kind === 'none' && state.lastFailure !== null ? `, ${state.lastFailure.code}` : '';
    assert.equal(`${told}${why}`, expected);
  });
