import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleState } from '../../../../daemon/ipc/visible-state.ts';
import { initialState } from '../../../../daemon/state/reduce.ts';
import type { AgentState } from '../../../../shared/agent/agent-state.ts';

const session = (uid: number): AgentState['sessions'][number] => ({
  id: `local-${uid}`,
  requestId: null,
  destination: 'crm.corp.test:80',
  osUser: `user ${uid}`,
  uid,
  since: 'now',
});

const certificate = (uid: number): AgentState['userCertificates'][number] => ({
  osUser: `user ${uid}`,
  uid,
  serial: null,
  state: 'requesting',
  detail: '',
  ends: null,
  ems: 'unknown',
  store: null,
  toldAt: null,
});

const state: AgentState = {
  ...initialState('1'),
  sessions: [session(0), session(1_000), session(1_001)],
  userCertificates: [certificate(0), certificate(1_000), certificate(1_001)],
};

const rows: readonly (readonly [string, number, boolean, readonly number[]])[] = [
  ['a user sees their own connections and certificate', 1_000, false, [1_000]],
  ['a user without any sees none', 1_002, false, []],
  ['an administrator sees all', 1_002, true, [0, 1_000, 1_001]],
];

for (const [claim, uid, isAdministrator, seen] of rows)
  test(claim, () => {
    const { sessions, userCertificates, ...rest } = visibleState(state, { uid, isAdministrator });
    for (const shown of [sessions, userCertificates])
      assert.deepEqual(
        shown.map((each) => each.uid),
        seen,
      );
    assert.deepEqual({ ...rest, sessions: state.sessions, userCertificates: state.userCertificates }, state);
  });
