import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type FabricMemory,
  fabricTimes,
  hearProbe,
  judgeFabric,
  nothingAsked,
} from '../../../../daemon/network/fabric.ts';
import type { FabricStatus } from '../../../../shared/agent/agent-state.ts';
import { noOnFabric, type OnFabric, profileOnFabric } from '../../../../shared/ems/on-fabric.ts';

const probe = { at: 'intranet.corp.test:443', key: 'a'.repeat(64) };
const office = ['10.1.2.3', 'fd00::7'];
const networks = ['10.0.0.0/8'];
const both: OnFabric = { networks, probe };
const judge = (wanted: OnFabric, addresses: readonly string[] | null, before = nothingAsked, now = 0) =>
  judgeFabric(before, wanted, addresses, now, fabricTimes);

/** What it comes to once the probe has answered. */
function after(wanted: OnFabric, addresses: readonly string[], isProved: boolean): FabricMemory {
  const { memory } = judge(wanted, addresses);
  return hearProbe(memory, memory.question, isProved);
}

const cases: readonly (readonly [string, OnFabric, readonly string[] | null, FabricStatus, asks: boolean])[] = [
  ['where nothing is set nobody can tell', noOnFabric, office, 'unknown', false],
  ['an address inside is on', { networks, probe: null }, office, 'on', false],
  ['an address outside is off', { networks, probe: null }, ['192.168.1.2'], 'off', false],
  ['no address is off', { networks, probe: null }, [], 'off', false],
  ['addresses that cannot be read tell nothing', { networks, probe: null }, null, 'unknown', false],
  ['with a probe an address alone tells nothing', both, office, 'unknown', true],
  ['outside the networks the probe is not even asked', both, ['192.168.1.2'], 'off', false],
  ['a probe alone is asked from everywhere', { networks: [], probe }, ['192.168.1.2'], 'unknown', true],
];

for (const [title, wanted, addresses, fabric, asks] of cases)
  test(title, () => {
    const judged = judge(wanted, addresses);
    assert.deepEqual([judged.fabric, judged.asks], [fabric, asks]);
  });

test('the probe decides, for the addresses and the probe that it was asked about', () => {
  assert.equal(judge(both, office, after(both, office, true)).fabric, 'on');
  assert.equal(judge(both, office, after(both, office, false)).fabric, 'off');
  assert.equal(judge(both, ['10.9.9.9'], after(both, office, true)).fabric, 'unknown');
  const other = { networks, probe: { ...probe, key: 'b'.repeat(64) } };
  assert.equal(judge(other, office, after(both, office, true)).fabric, 'unknown');
  assert.equal(judge({ networks, probe: null }, ['192.168.1.2'], after(both, office, true)).fabric, 'off');
});

test('an answer that comes after the device has moved counts for nothing', () => {
  const asked = judge(both, office).memory;
  const moved = judge(both, ['10.9.9.9'], asked, 1).memory;
  assert.equal(judge(both, ['10.9.9.9'], hearProbe(moved, asked.question, true), 2).fabric, 'unknown');
});

test('the probe is asked again now and then, and not twice in a moment however often addresses change', () => {
  const known = after(both, office, true);
  assert.equal(judge(both, office, known, 29_000).asks, false);
  const again = judge(both, office, known, 30_000);
  assert.deepEqual([again.asks, again.fabric], [true, 'on']);
  let [memory, asked] = [nothingAsked, 0];
  for (let step = 0; step < 600; step += 1) {
    const judged = judge(both, [`10.0.0.${step % 2}`], memory, step * 100);
    memory = judged.asks ? hearProbe(judged.memory, judged.memory.question, true) : judged.memory;
    if (judged.asks) asked += 1;
  }
  assert.ok(asked >= 15 && asked <= 30, `${asked} times in a minute`);
});

test('what a later EMS asks and this release does not understand, it cannot tell', () => {
  for (const odd of [
    undefined,
    { networks, probe: { kind: 'dns', name: 'x' } },
    { networks: ['10.0.0.0/8 and more'], probe: null },
  ])
    assert.deepEqual(profileOnFabric.parse(odd), noOnFabric);
});
