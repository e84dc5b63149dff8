import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../../../../daemon/network/answer.ts';
import {
  type Act,
  hear,
  look,
  type Memory,
  networkTimes,
  nothingSeen,
  type Surroundings,
} from '../../../../daemon/network/judge.ts';
import { initialState } from '../../../../daemon/state/reduce.ts';
import type { AgentState, EmsLinkState } from '../../../../shared/agent/agent-state.ts';

const at = '2026-01-01T00:00:00.000Z';
const failure = { code: 'ems-unreachable', message: '', next: '' };
const connected: EmsLinkState = { kind: 'connected', since: at, lastReport: null };
const waiting: EmsLinkState = { kind: 'waiting', failure, retryAt: at };
const enrolled = { kind: 'enrolled' } as AgentState['enrollment'];
const working = [{ link: { kind: 'ready', warm: 1 } }] as AgentState['gateways'];
const addresses = ['192.0.2.7'];
const portal: Answer = { kind: 'portal', url: 'http://portal.test/' };

function seen(ems: EmsLinkState, over: Partial<Surroundings['agent']> = {}, own: readonly string[] | null = addresses) {
  return { addresses: own, agent: { ...initialState('0.1.0'), enrollment: enrolled, ems, ...over } };
}
const judge = (memory: Memory, surroundings: Surroundings, now = 0) => look(memory, surroundings, now, networkTimes);
const heard = (memory: Memory, answer: Answer, now = 0) => hear(memory, answer, now, 0.5, networkTimes);

const none: AgentState['enrollment'] = { kind: 'none', lastFailure: null };
const claims: readonly (readonly [string, Surroundings, AgentState['network']['kind'], readonly Act[]])[] = [
  ['a connected EMS makes it online', seen(connected), 'online', []],
  ['also where the EMS is on this very machine', seen(connected, {}, []), 'online', []],
  ['no address is offline', seen(waiting, {}, []), 'offline', []],
  ['what a machine gives itself is no address', seen(waiting, {}, ['169.254.1.1', 'fe80::1']), 'offline', []],
  ['an address alone claims nothing, and asks', seen(waiting), 'unknown', ['ask']],
  ['addresses that cannot be read claim nothing', seen(waiting, {}, null), 'unknown', ['ask']],
  ['a first try is waited for', seen({ kind: 'connecting', attempt: 1 }), 'unknown', []],
  ['a later try is not', seen({ kind: 'connecting', attempt: 2 }), 'unknown', ['ask']],
  ['a gateway that answers is behind no portal', seen(waiting, { gateways: working }), 'unknown', []],
  ['who is not enrolled has nobody to ask', seen(waiting, { enrollment: none }), 'unknown', []],
];

for (const [title, surroundings, network, acts] of claims)
  test(title, () => {
    const judged = judge(nothingSeen, surroundings);
    assert.deepEqual([judged.network.kind, judged.acts], [network, acts]);
  });

test('a portal stands until something else answers, and goes at once when the EMS does', () => {
  const behind = heard(nothingSeen, portal);
  assert.deepEqual(judge(behind, seen(waiting)).network, portal);
  assert.equal(judge(heard(behind, { kind: 'other' }), seen(waiting)).network.kind, 'unknown');
  const through = judge(behind, seen(connected));
  assert.equal(through.network.kind, 'online');
  assert.equal(judge(through.memory, seen(waiting)).network.kind, 'unknown');
});

test('who has signed in need not wait for the next try', () => {
  const through = heard(heard(nothingSeen, portal), { kind: 'ems' });
  assert.deepEqual(judge(through, seen(waiting)).acts, ['hurry']);
  assert.deepEqual(judge(through, seen({ kind: 'connecting', attempt: 3 })).acts, []);
  // An EMS whose agents' port alone is out of reach is not dialled faster for it.
  assert.deepEqual(judge(heard(nothingSeen, { kind: 'ems' }), seen(waiting)).acts, []);
});

test('questions become rarer, less so while somebody may be signing in, and stop while the EMS is there', () => {
  const asksIn = (answer: Answer, ems: EmsLinkState) => run(60 * 60, () => seen(ems), answer).ask;
  assert.ok(asksIn({ kind: 'other' }, waiting) < 110);
  assert.ok(asksIn(portal, waiting) > 300);
  assert.equal(asksIn(portal, connected), 0);
});

test('an interface that comes and goes makes neither questions nor tries without end', () => {
  const flapping = run(60, (step) => seen(waiting, {}, step % 2 === 0 ? addresses : ['198.51.100.7']), {
    kind: 'other',
  });
  assert.ok(flapping.ask <= 31 && flapping.hurry <= 31, JSON.stringify(flapping));
  assert.ok(flapping.ask >= 15 && flapping.hurry >= 15, JSON.stringify(flapping));
});

/** Looks ten times a second, answers every question at once, and counts. */
function run(seconds: number, surroundings: (step: number) => Surroundings, answer: Answer): Record<Act, number> {
  const counts = { ask: 0, hurry: 0 };
  let memory = nothingSeen;
  for (let step = 0; step < seconds * 10; step += 1) {
    const judged = judge(memory, surroundings(step), step * 100);
    memory = judged.memory;
    for (const act of judged.acts) counts[act] += 1;
    if (judged.acts.includes('ask')) memory = heard(memory, answer, step * 100);
  }
  return counts;
}
