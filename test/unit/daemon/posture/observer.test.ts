import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeObserver, mostFacts } from '../../../../daemon/posture/observer.ts';
import type { FactSource } from '../../../../native/facts/facts.ts';
import { systemClock } from '../../../../shared/node/system-clock.ts';
import { rule } from '../../../../shared/posture/rule.ts';

const fileRule = (id: number) =>
  rule.parse({ id, os: 'linux', type: 'file', negated: false, path: `/etc/marker-${id}` });

test('however many rules an EMS sends, no more is looked at or watched than a report can hold, and that is told', async () => {
  let watched = 0;
  let told = 0;
  const source: FactSource = {
    collect: async (fact) => ({ fact, reading: { kind: 'known', value: { kind: 'file', exists: true } } }),
    watch: (names) => {
      watched = names.length;
      return { [Symbol.asyncDispose]: async () => undefined };
    },
  };
  await using observer = makeObserver(
    source,
    'linux',
    systemClock,
    () => undefined,
    () => {
      told += 1;
    },
  );
  const rules = Array.from({ length: mostFacts + 5 }, (_, index) => fileRule(index + 1));
  await observer.useRules(rules);
  const { facts, verdicts } = observer.observation();
  assert.deepEqual([watched, facts.length, told], [mostFacts, mostFacts, 1]);
  assert.equal(verdicts.filter((each) => each.verdict === 'unknown').length, 6);
});
