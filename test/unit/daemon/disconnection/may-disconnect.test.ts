// Who may disconnect the agent, and with which reason.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayDisconnect } from '../../../../daemon/disconnection/may-disconnect.ts';
import { neverDisconnected, withUntold } from '../../../../daemon/disconnection/saved-disconnecting.ts';
import { mostToldAtOnce } from '../../../../shared/ems/told.ts';

for (const [policy, isAdministrator, reason, expected] of [
  ['allowed', false, '', 'granted'],
  ['with-reason', false, '', 'disconnect-reason-missing'],
  ['with-reason', false, 'a lab network', 'granted'],
  ['with-reason', true, '', 'disconnect-reason-missing'],
  ['not-allowed', false, 'a lab network', 'disconnect-not-allowed'],
  ['not-allowed', true, '', 'disconnect-reason-missing'],
  ['not-allowed', true, 'a lab network', 'granted'],
] as const)
  test(`disconnecting, ${policy}, ${isAdministrator ? 'an administrator' : 'a user'}, ${reason || 'no reason'}: ${expected}`, () => {
    const may = mayDisconnect(policy, { isAdministrator, reason });
    assert.equal(may.kind === 'refused' ? may.code : may.kind, expected);
  });

test('what the EMS has not heard is numbered, and of too much the oldest is given up', () => {
  let saved = neverDisconnected;
  for (let at = 1; at <= mostToldAtOnce + 2; at += 1)
    saved = withUntold(saved, { kind: 'connected', at, by: 'anna', reason: '' });
  assert.equal(saved.untold.length, mostToldAtOnce);
  assert.deepEqual([saved.untold[0]?.sequence, saved.sequence], [3, mostToldAtOnce + 2]);
});
