// How rules are judged by facts.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { disagreements } from '../../../../shared/posture/disagreements.ts';
import { evaluateRules, factNamesFor } from '../../../../shared/posture/evaluate.ts';
import { type Fact, fact, unknownReason } from '../../../../shared/posture/fact.ts';
import { userIdentityFact } from '../../../../shared/posture/fact-name.ts';
import type { Verdict } from '../../../../shared/posture/verdict.ts';
import { withVerifiedUsers } from '../../../../shared/posture/verified-users.ts';
import { fileRule, id, judged, known, someRule, unknownFact } from './samples.ts';

function verdictOn(fields: Record<string, unknown>, ...facts: Fact[]): Verdict['verdict'] | undefined {
  return evaluateRules([someRule(fields)], facts, 'linux')[0]?.verdict;
}

const debian = known('os-version', { id: 'debian', name: 'Debian GNU/Linux', version: '12.11' });

describe('an os-version rule', () => {
  const cases: readonly [string, string, Verdict['verdict']][] = [
    ['=', 'Debian 12', 'satisfied'],
    ['=', '12.11', 'satisfied'],
    ['=', 'Debian GNU/Linux', 'satisfied'],
    ['=', 'Debian 13', 'unsatisfied'],
    ['=', 'Ubuntu 12', 'unsatisfied'],
    ['>', 'Debian 12', 'unsatisfied'],
    ['>', 'Debian 11', 'satisfied'],
    ['>', 'debian 12.9', 'satisfied'],
    ['>=', 'Debian 12', 'satisfied'],
    ['<=', 'Debian 12', 'satisfied'],
    ['<', '12.2', 'unsatisfied'],
    ['>=', 'Ubuntu 10', 'unsatisfied'],
    ['>=', 'Debian', 'unknown'],
  ];
  for (const [comparator, content, expected] of cases) {
    test(`${comparator} ${content} is ${expected} by Debian 12.11`, () => {
      assert.equal(verdictOn({ type: 'os-version', comparator, content }, debian), expected);
    });
  }

  test('is unknown where the system states no version', () => {
    const rolling = known('os-version', { id: 'arch', name: 'Arch Linux', version: '' });
    assert.equal(verdictOn({ type: 'os-version', comparator: '>', content: '5' }, rolling), 'unknown');
    assert.equal(verdictOn({ type: 'os-version', comparator: '=', content: 'Arch' }, rolling), 'satisfied');
  });
});

describe('a security rule', () => {
  const firewall = (ipv4: string, ipv6: string) =>
    verdictOn({ type: 'security', content: 'firewall-enabled' }, known('firewall', { ipv4, ipv6 }));

  test('wants a firewall for every family the device has', () => {
    assert.equal(firewall('filtered', 'filtered'), 'satisfied');
    assert.equal(firewall('filtered', 'absent'), 'satisfied');
    assert.equal(firewall('filtered', 'open'), 'unsatisfied');
    assert.equal(firewall('open', 'absent'), 'unsatisfied');
  });

  test('wants every volume encrypted', () => {
    const rule = { type: 'security', content: 'disk-encryption-enabled' };
    assert.equal(verdictOn(rule, known('disk-encryption', { encrypted: true, plain: [] })), 'satisfied');
    assert.equal(verdictOn(rule, known('disk-encryption', { encrypted: false, plain: ['/'] })), 'unsatisfied');
  });
});

describe('a key-assurance rule', () => {
  const cases: readonly [string, string, Verdict['verdict'], Verdict['verdict']][] = [
    ['software', 'os-store', 'unsatisfied', 'satisfied'],
    ['os-store', 'os-store', 'satisfied', 'unsatisfied'],
    ['tpm', 'os-store', 'satisfied', 'unsatisfied'],
    ['software', 'tpm', 'unsatisfied', 'satisfied'],
    ['os-store', 'tpm', 'unsatisfied', 'satisfied'],
    ['tpm', 'tpm', 'satisfied', 'unsatisfied'],
  ];
  for (const [level, content, plain, negated] of cases) {
    test(`that wants ${content} is ${plain} by ${level}, and negated ${negated}`, () => {
      const fact = known('machine-key', { level });
      assert.equal(verdictOn({ type: 'key-assurance', content }, fact), plain);
      assert.equal(verdictOn({ type: 'key-assurance', content, negated: true }, fact), negated);
    });
  }

  test('is unknown, negated too, by an agent that does not tell', () => {
    for (const negated of [false, true])
      assert.equal(verdictOn({ type: 'key-assurance', content: 'tpm', negated }), 'unknown');
  });
});

describe('a user-identity rule', () => {
  const cases: readonly [string | undefined, readonly string[], Verdict['verdict'], Verdict['verdict']][] = [
    [undefined, [], 'unsatisfied', 'satisfied'],
    [undefined, ['ada'], 'satisfied', 'unsatisfied'],
    ['ada', ['ada', 'bob'], 'satisfied', 'unsatisfied'],
    ['ada', ['bob'], 'unsatisfied', 'satisfied'],
    ['ada', ['Ada', 'ada@corp.test'], 'unsatisfied', 'satisfied'],
  ];
  for (const [account, verified, plain, negated] of cases)
    test(`for ${account ?? 'anybody'} is ${plain} by [${verified}], and negated ${negated}`, () => {
      const rule = { type: 'user-identity', content: 'verified', account };
      const fact = known('user-identity', { verified });
      assert.equal(verdictOn(rule, fact), plain);
      assert.equal(verdictOn({ ...rule, negated: true }, fact), negated);
    });

  test('is judged by the record of the EMS, whatever the device told and however often', () => {
    const rule = { type: 'user-identity', content: 'verified' };
    const told = [known('user-identity', { verified: ['ada'] }), known('user-identity', { verified: ['ada'] })];
    assert.equal(verdictOn(rule, ...withVerifiedUsers(told, [])), 'unsatisfied');
    assert.equal(verdictOn(rule, ...withVerifiedUsers([], ['bob', 'ada', 'bob'])), 'satisfied');
    assert.deepEqual(withVerifiedUsers([], ['bob', 'ada', 'bob']), [
      known('user-identity', { verified: ['ada', 'bob'] }),
    ]);
  });

  test('on which the device is a moment behind is no disagreement', () => {
    const reported: Verdict = { rule: id(1), verdict: 'unsatisfied', fact: userIdentityFact };
    assert.deepEqual(disagreements([reported], [{ ...reported, verdict: 'satisfied' }]), []);
    assert.deepEqual(disagreements([], [{ ...reported, verdict: 'satisfied' }]), []);
  });
});

describe('the other rules', () => {
  test('a process runs or does not', () => {
    const rule = { type: 'running-process', content: 'clamd' };
    assert.equal(verdictOn(rule, known('running-process:clamd', { running: true, by: 'executable' })), 'satisfied');
    assert.equal(verdictOn(rule, known('running-process:clamd', { running: false, by: null })), 'unsatisfied');
  });

  test('one address in the range is enough, and none satisfies the negated rule', () => {
    const addresses = known('ip-addresses', { addresses: ['192.0.2.7', 'fd00::2'] });
    assert.equal(verdictOn({ type: 'ip-range', content: 'fd00::/8' }, addresses), 'satisfied');
    assert.equal(verdictOn({ type: 'ip-range', content: '10.0.0.0/8' }, addresses), 'unsatisfied');
    assert.equal(verdictOn({ type: 'ip-range', content: '10.0.0.0/8', negated: true }, addresses), 'satisfied');
  });

  test('a rule of another system has no verdict here, and asks for no fact', () => {
    const elsewhere = someRule({ type: 'file', path: '/a', os: 'macos' });
    assert.deepEqual(evaluateRules([elsewhere], [], 'linux'), []);
    assert.deepEqual(factNamesFor([elsewhere], 'linux'), []);
    assert.deepEqual(factNamesFor([elsewhere], 'macos'), ['file:/a']);
  });

  test('facts are asked for once, and only for rules that can be judged', () => {
    const rules = [fileRule(1, '/a'), fileRule(2, '/a', true), someRule({ id: 3, type: 'cve', content: 'CVE-1' })];
    assert.deepEqual(factNamesFor(rules, 'linux'), ['file:/a']);
  });

  test('a rule that cannot be judged is unknown, and names no fact', () => {
    const expected = { rule: 1, verdict: 'unknown', fact: null, reason: 'unsupported' };
    assert.deepEqual(evaluateRules([someRule({ type: 'made-up-later' })], [], 'linux'), [expected]);
    assert.deepEqual(evaluateRules([someRule({ type: 'file', path: '/a', needs: ['hash'] })], [], 'linux'), [expected]);
  });
});

describe('unknown', () => {
  const value = { kind: 'file', exists: true };
  const notKnown: readonly [string, readonly Fact[], string][] = [
    ['a missing fact', [], 'not-collected'],
    ['a fact that is too old', [fact.parse({ fact: 'file:/a', value, ageMs: 10_000_000 })], 'not-collected'],
    ['a fact told twice', [known('file:/a', { exists: true }), known('file:/a', { exists: true })], 'unreadable'],
    [
      'a value of another kind',
      [fact.parse({ fact: 'file:/a', value: { kind: 'firewall' }, ageMs: 0 })],
      'unsupported',
    ],
    ...unknownReason.options.map((reason): [string, readonly Fact[], string] => [
      `a fact unknown as ${reason}`,
      [unknownFact('file:/a', reason)],
      reason,
    ]),
  ];
  for (const [what, facts, reason] of notKnown) {
    test(`${what} satisfies no rule, negated or not`, () => {
      for (const negated of [false, true]) {
        assert.deepEqual(evaluateRules([fileRule(1, '/a', negated)], facts, 'linux'), [
          { rule: 1, verdict: 'unknown', fact: 'file:/a', reason },
        ]);
      }
    });
  }

  test('stands on both sides of negation, and known on one', () => {
    const paths = ['/a', '/b', '/c'];
    const someFacts = fc.array(
      fc.record({ path: fc.constantFrom(...paths), exists: fc.boolean(), known: fc.boolean(), ageMs: fc.nat(400_000) }),
    );
    fc.assert(
      fc.property(someFacts, (choices) => {
        const facts = choices.map(({ path, exists, known: isKnown, ageMs }) =>
          isKnown ? known(`file:${path}`, { exists }, ageMs) : unknownFact(`file:${path}`, 'timed-out'),
        );
        const plain = evaluateRules(
          paths.map((path, index) => fileRule(index + 1, path)),
          facts,
          'linux',
        );
        const negated = evaluateRules(
          paths.map((path, index) => fileRule(index + 1, path, true)),
          facts,
          'linux',
        );
        const opposite = { satisfied: 'unsatisfied', unsatisfied: 'satisfied', unknown: 'unknown' } as const;
        assert.deepEqual(
          negated.map(({ verdict }) => verdict),
          plain.map(({ verdict }) => opposite[verdict]),
        );
      }),
    );
  });
});

test('two judges of the same facts disagree exactly where their verdicts differ', () => {
  const device = [judged(1, 'satisfied'), judged(2, 'satisfied'), judged(9, 'unknown')];
  const ems = [judged(2, 'unknown'), judged(1, 'satisfied'), judged(3, 'unsatisfied')];
  assert.deepEqual(disagreements(device, ems), [2, 3, 9]);
  assert.deepEqual(disagreements(device, [...device].reverse()), []);
});
