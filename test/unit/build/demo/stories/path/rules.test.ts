// The rules of the story: whatever this machine says of its operating system, it can satisfy them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neverJudged } from '../../../../../../build/demo/stories/path/device.ts';
import { planRules } from '../../../../../../build/demo/stories/path/rules.ts';
import { parseOsRelease } from '../../../../../../native/facts/os-version/parse.ts';
import { postureState } from '../../../../../../shared/agent/agent-state.ts';
import { evaluateRules } from '../../../../../../shared/posture/evaluate.ts';
import { type FactReading, factOf } from '../../../../../../shared/posture/fact.ts';
import { osVersionFact } from '../../../../../../shared/posture/fact-name.ts';

const machines: Readonly<Record<string, readonly [osRelease: string, debianVersion: string | null]>> = {
  'Debian 12': ['ID=debian\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n', '12.11\n'],
  'Debian testing': ['ID=debian\nNAME="Debian GNU/Linux"\nVERSION_CODENAME=forky\n', 'forky/sid\n'],
  'Ubuntu 24.04': ['ID=ubuntu\nNAME=Ubuntu\nVERSION_ID="24.04"\n', 'trixie/sid\n'],
  'Arch Linux': ['ID=arch\nNAME="Arch Linux"\n', null],
  'Fedora 43': ['ID=fedora\nNAME="Fedora Linux"\nVERSION_ID=43\n', null],
  'a system without an id': ['NAME="Some 9"\n', null],
};

for (const [name, [osRelease, debianVersion]] of Object.entries(machines))
  test(`${name} satisfies the rule about its operating system`, () => {
    const value = parseOsRelease(osRelease, debianVersion);
    assert.ok(value !== null);
    const reading: FactReading = { kind: 'known', value };
    const [, supported] = planRules('linux', '/tmp/marker', reading).sets;
    assert.ok(supported !== undefined);
    const [verdict] = evaluateRules([supported.rule], [factOf(osVersionFact, reading, 0)], 'linux');
    assert.equal(verdict?.verdict, 'satisfied');
  });

test('a Debian that is too old does not', () => {
  const value = parseOsRelease('ID=debian\nVERSION_ID="9"\n', '9.13\n');
  assert.ok(value !== null);
  const reading: FactReading = { kind: 'known', value };
  const [, supported] = planRules('linux', '/tmp/marker', reading).sets;
  assert.ok(supported !== undefined);
  const [verdict] = evaluateRules([supported.rule], [factOf(osVersionFact, reading, 0)], 'linux');
  assert.equal(verdict?.verdict, 'unsatisfied');
});

test('a machine that does not say what it is has no such rule, and every device sees the names', () => {
  const plan = planRules('macos', '/tmp/marker', { kind: 'unknown', reason: 'unsupported' });
  assert.equal(plan.sets.length, 1);
  assert.equal(plan.sees, 'all_registered_clients');
  assert.match(plan.leftOut ?? '', /does not say/);
});

test('a verdict that cannot come is told from one that is still to come', () => {
  const posture = (reason: string) =>
    postureState.parse({
      rulesRevision: 1,
      observedAt: null,
      facts: [],
      verdicts: [{ rule: 2, verdict: 'unknown', fact: 'os-version', reason }],
      rules: [{ id: 2, title: 'The operating system is not too old', remedy: '' }],
    });
  assert.equal(neverJudged({ posture: posture('not-collected') }), null);
  assert.match(neverJudged({ posture: posture('not-available') }) ?? '', /rule 2 .*os-version is not-available/);
});
