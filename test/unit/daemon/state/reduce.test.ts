import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, reduce } from '../../../../daemon/state/reduce.ts';
import { type AgentState, agentState, type DenialRecord, denialRecord } from '../../../../shared/agent/agent-state.ts';
import { tagName } from '../../../../shared/ids.ts';

const start = initialState('0.1.0');
const managed = tagName.parse('managed');

function record(number: number): DenialRecord {
  const requestId = `req_${'A'.repeat(25)}Q`;
  const denial = {
    code: '065',
    title: 'ZTNA Policy Deny',
    requestId,
    destination: `crm.corp.test:${number}`,
    retry: false,
  };
  return denialRecord.parse({ at: '2026-01-01T00:00:00.000Z', kind: 'cut', denial });
}

test('every event makes the next revision, and the state stays one that the contract allows', () => {
  const after = reduce(start, { kind: 'reported', at: '2026-01-01T00:00:00.000Z', tags: [managed] });
  assert.equal(after.revision, start.revision + 1);
  assert.deepEqual(agentState.parse(after), after);
});

test('an observation is told with its facts and when they were put together', () => {
  const observedAt = '2026-01-01T00:00:00.000Z';
  const { posture } = reduce(start, { kind: 'posture', observedAt, facts: [], verdicts: [] });
  assert.equal(posture.observedAt, observedAt);
});

test('who is no longer enrolled keeps nothing of the organisation but the reasons', () => {
  const rich: AgentState = { ...start, tags: [managed], messages: { managed: 'x' }, denials: [record(1)] };
  const bare = reduce(rich, { kind: 'enrollment', enrollment: { kind: 'none', lastFailure: null } });
  assert.deepEqual([bare.tags, bare.messages, bare.destinations, bare.gateways], [[], {}, [], []]);
  assert.equal(bare.denials.length, 1);
  assert.ok(bare.revision > rich.revision);
});

test('who leaves the organisation is still in the same network', () => {
  const online = reduce(start, { kind: 'network', network: { kind: 'online' } });
  const left = reduce(online, { kind: 'enrollment', enrollment: { kind: 'none', lastFailure: null } });
  assert.deepEqual(left.network, { kind: 'online' });
});

test('the latest refusals are kept, newest first, and no more than fifty', () => {
  let state = start;
  for (let number = 1; number <= 60; number += 1) state = reduce(state, { kind: 'denied', record: record(number) });
  assert.equal(state.denials.length, 50);
  assert.equal(state.denials[0]?.denial.destination, 'crm.corp.test:60');
});

test('a warning stands once, and goes', () => {
  const warning = { code: 'hosts-blocked', severity: 'medium', text: 'x' } as const;
  const twice = [1, 2].reduce((state) => reduce(state, { kind: 'warning', code: 'hosts-blocked', warning }), start);
  assert.equal(twice.warnings.length, 1);
  assert.deepEqual(reduce(twice, { kind: 'warning', code: 'hosts-blocked', warning: null }).warnings, []);
});
