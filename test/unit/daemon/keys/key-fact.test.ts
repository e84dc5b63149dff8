// The fact that no look at the machine tells: how the agent's own key is kept.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withMachineKey } from '../../../../daemon/keys/key-fact.ts';
import { makeObserver } from '../../../../daemon/posture/observer.ts';
import type { FactSource } from '../../../../native/facts/facts.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';
import { machineKeyFact } from '../../../../shared/posture/fact-name.ts';
import type { KeyAssurance } from '../../../../shared/posture/key-assurance.ts';
import { rule } from '../../../../shared/posture/rule.ts';

const nothing = () => undefined;

test('the agent tells how its key is kept before any rule asks, and judges rules by the key of now', async () => {
  const machine: FactSource = {
    collect: async (fact) => ({ fact, reading: { kind: 'unknown', reason: 'not-available' } }),
    watch: (names) => {
      assert.ok(!names.includes(machineKeyFact), 'the machine is not asked');
      return { [Symbol.asyncDispose]: async () => undefined };
    },
  };
  let level: KeyAssurance = 'software';
  await using observer = makeObserver(
    withMachineKey(machine, () => level),
    'linux',
    systemClock,
    nothing,
    nothing,
  );
  await observer.lookAtAll();
  const [told] = observer.observation().facts;
  assert.deepEqual(told, {
    fact: 'machine-key',
    value: { kind: 'machine-key', level: 'software' },
    ageMs: told?.ageMs,
  });

  const wanted = rule.parse({ id: 1, os: 'linux', negated: false, type: 'key-assurance', content: 'tpm' });
  await observer.useRules([wanted]);
  assert.equal(observer.observation().verdicts[0]?.verdict, 'unsatisfied');
  level = 'tpm';
  await observer.lookAtAll();
  assert.equal(observer.observation().verdicts[0]?.verdict, 'satisfied');
});
