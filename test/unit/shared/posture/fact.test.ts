// Facts on the wire: what is read, and what becomes unknown.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { agedBy, fact, factLifetimeMs, factOf, readingOf } from '../../../../shared/posture/fact.ts';
import {
  factName,
  fileFact,
  firewallFact,
  osVersionFact,
  readFactName,
  runningProcessFact,
} from '../../../../shared/posture/fact-name.ts';
import { known } from './samples.ts';

describe('a fact', () => {
  test('comes over the wire as it went', () => {
    const there = { fact: 'file:/a', value: { kind: 'file', exists: true }, ageMs: 7 };
    const unknown = { fact: 'firewall', unknown: true, reason: 'not-permitted', ageMs: 0 };
    assert.deepEqual(fact.parse(there), there);
    assert.deepEqual(fact.parse(unknown), unknown);
    const reading = { kind: 'known', value: { kind: 'file', exists: true } } as const;
    assert.deepEqual(factOf(fileFact('/a'), reading, 6.6), there);
    assert.deepEqual(factOf(firewallFact, { kind: 'unknown', reason: 'not-permitted' }, -1), unknown);
  });

  const odd: readonly Record<string, unknown>[] = [
    { fact: 'anti-virus', value: { kind: 'anti-virus', signatures: 'fresh' } },
    { fact: 'file:/a', value: { kind: 'running-process', running: true, by: null } },
    { fact: 'file:/a', value: { kind: 'file', exists: 'yes' } },
    { fact: 'file:/a', value: { kind: 'file', exists: true, more: 1 } },
    { fact: 'file:/a', value: { kind: 'file', exists: true }, unknown: true },
    { fact: 'file:/a', value: { kind: 'file', exists: true }, unknown: false },
    { fact: 'file:relative', value: { kind: 'file', exists: true } },
    { fact: 'ip-addresses', value: { kind: 'ip-addresses', addresses: ['here'] } },
    { fact: 'ip-addresses', value: { kind: 'ip-addresses', addresses: new Array(257).fill('192.0.2.1') } },
    { fact: 'firewall', unknown: true, reason: 'solar-flare' },
    { fact: 'firewall' },
  ];
  for (const fields of odd) {
    test(`${JSON.stringify(fields).slice(0, 90)} is read as unknown`, () => {
      const read = fact.parse({ ...fields, ageMs: 0 });
      assert.deepEqual(readingOf(read), { kind: 'unknown', reason: 'unsupported' });
      assert.equal('value' in read, false);
    });
  }

  test('without a name or an age is no fact', () => {
    for (const fields of [
      { ageMs: 0 },
      { fact: 'firewall' },
      { fact: 'Fire wall', ageMs: 0 },
      { fact: 'firewall', ageMs: -1 },
    ]) {
      assert.equal(fact.safeParse({ unknown: true, reason: 'timed-out', ...fields }).success, false);
    }
    assert.equal(
      fact.safeParse({ fact: `file:/${'x'.repeat(2_000)}`, unknown: true, reason: 'timed-out', ageMs: 0 }).success,
      false,
    );
  });

  test('counts for its lifetime, and not a millisecond longer', () => {
    const lifetimeMs = factLifetimeMs(fileFact('/a'));
    assert.equal(readingOf(known('file:/a', { exists: true }, lifetimeMs)).kind, 'known');
    const old = agedBy([known('file:/a', { exists: true }, lifetimeMs)], 1);
    assert.deepEqual(old.map(readingOf), [{ kind: 'unknown', reason: 'not-collected' }]);
    assert.ok(factLifetimeMs(osVersionFact) > lifetimeMs);
  });

  test('does not get younger', () => {
    assert.equal(agedBy([known('file:/a', { exists: true }, 5)], -100)[0]?.ageMs, 5);
  });
});

describe('a name of a fact', () => {
  test('is taken apart as it was put together', () => {
    assert.deepEqual(readFactName(fileFact('/a:b/c d')), { kind: 'file', path: '/a:b/c d' });
    assert.deepEqual(readFactName(runningProcessFact('clamd')), { kind: 'running-process', name: 'clamd' });
    assert.deepEqual(readFactName(osVersionFact), { kind: 'os-version' });
  });

  test('that this release does not know is unsupported', () => {
    for (const name of ['anti-virus', 'file', 'file:/a/../b', 'running-process:a/b', 'firewall:strict']) {
      assert.deepEqual(readFactName(factName.parse(name)), { kind: 'unsupported' });
    }
  });

  test('is not made of a path with two spellings', () => {
    for (const path of ['a', '/a/', '/a//b', '/a/./b', '/a/..', '/', '/a\nb']) assert.throws(() => fileFact(path));
  });
});
