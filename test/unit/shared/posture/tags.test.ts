// Verdicts → tags, and why a tag is missing.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { obstacle } from '../../../../shared/agent/why.ts';
import { explainTag } from '../../../../shared/posture/explain-tag.ts';
import { truthByRule, truthOf } from '../../../../shared/posture/logic.ts';
import type { LogicNode } from '../../../../shared/posture/rule-set.ts';
import { tagsOf } from '../../../../shared/posture/tags.ts';
import type { Verdict } from '../../../../shared/posture/verdict.ts';
import { fileRule, id, judged, someRule, someSet, tag } from './samples.ts';

const [yes, no, open] = [judged(1, 'satisfied'), judged(2, 'unsatisfied'), judged(3, 'unknown')];
const verdicts = [yes, no, open];
const and = (...ids: number[]) => ({ op: 'and', rules: ids.map((number) => ({ id: number })) });
const or = (...ids: number[]) => ({ op: 'or', rules: ids.map((number) => ({ id: number })) });
const earned = (logic: unknown, fields: Record<string, unknown> = {}) =>
  tagsOf([someSet('corp', logic, fields)], verdicts, 'linux').length === 1;

describe('a tag', () => {
  test('is earned where the logic holds', () => {
    assert.equal(earned(and(1)), true);
    assert.equal(earned(or(2, 3, 1)), true);
    assert.equal(earned({ op: 'and', rules: [{ id: 1 }, or(2, 1)] }), true);
  });

  test('is not earned where it does not, or cannot be told', () => {
    for (const logic of [and(1, 2), and(1, 3), or(2, 3), and(4), or(4), { op: 'and', rules: [{ id: 1 }, or(2, 3)] }]) {
      assert.equal(earned(logic), false, JSON.stringify(logic));
    }
  });

  test('is not earned by an empty group, wherever it stands', () => {
    assert.equal(earned(and()), false);
    assert.equal(earned(or()), false);
    assert.equal(earned({ op: 'and', rules: [{ id: 1 }, and()] }), false);
  });

  test('is not earned by what a later release means', () => {
    assert.equal(earned({ op: 'none-of', rules: [{ id: 2 }] }), false);
    assert.equal(earned(and(1), { needs: ['weights'] }), false);
    assert.equal(earned({ op: 'and', rules: [{ id: 1, needs: ['weights'] }] }), false);
    assert.equal(earned({ ...and(1), needs: ['weights'] }), false);
  });

  test('is not earned by a set that is switched off, or has no logic for this system', () => {
    assert.equal(earned(and(1), { enabled: false }), false);
    assert.deepEqual(tagsOf([someSet('corp', and(1))], verdicts, 'macos'), []);
    assert.equal(earned(undefined), false);
  });

  test('comes once from several sets, and all are sorted', () => {
    const sets = [someSet('z', and(1)), someSet('a', and(1)), someSet('z', or(1)), someSet('b', and(2))];
    assert.deepEqual(tagsOf(sets, verdicts, 'linux'), ['a', 'z']);
  });

  test('is not earned by a rule that was judged both ways', () => {
    assert.deepEqual(tagsOf([someSet('corp', and(2))], [...verdicts, judged(2, 'satisfied')], 'linux'), []);
  });
});

describe('three-valued logic', () => {
  const truth = fc.constantFrom<Verdict['verdict']>('satisfied', 'unsatisfied', 'unknown');
  const someVerdicts = fc
    .array(truth, { minLength: 5, maxLength: 5 })
    .map((all) => all.map((one, i) => judged(i + 1, one)));
  const { node } = fc.letrec<{ node: LogicNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.integer({ min: 1, max: 5 }).map((number) => ({ id: id(number) })),
      fc.record({ op: fc.constantFrom('and' as const, 'or' as const), rules: fc.array(tie('node'), { maxLength: 4 }) }),
    ),
  }));

  test('never becomes true by what is unknown: with every unknown failed, a tag that is earned is still earned', () => {
    fc.assert(
      fc.property(node, someVerdicts, (logic, all) => {
        const failed = all.map((one) =>
          one.verdict === 'unknown' ? { ...one, verdict: 'unsatisfied' as const } : one,
        );
        return truthOf(logic, truthByRule(all)) !== 'satisfied' || truthOf(logic, truthByRule(failed)) === 'satisfied';
      }),
    );
  });

  test('is never true where every rule is unknown', () => {
    fc.assert(fc.property(node, (logic) => truthOf(logic, new Map()) !== 'satisfied'));
  });

  test('never loses a tag by a rule that becomes satisfied', () => {
    fc.assert(
      fc.property(node, someVerdicts, fc.nat(4), (logic, all, index) => {
        const better = all.map((one, i) => (i === index ? { ...one, verdict: 'satisfied' as const } : one));
        return truthOf(logic, truthByRule(all)) !== 'satisfied' || truthOf(logic, truthByRule(better)) === 'satisfied';
      }),
    );
  });

  test('does not know that a thing is so or not so: unknown is no excluded middle', () => {
    const truths = truthByRule([judged(1, 'unknown'), judged(2, 'unknown')]);
    assert.equal(truthOf({ op: 'or', rules: [{ id: id(1) }, { id: id(2) }] }, truths), 'unknown');
  });
});

describe('the explanation of a tag', () => {
  const rules = [
    fileRule(1, '/a'),
    someRule({
      id: 2,
      type: 'ip-range',
      content: '10.9.8.0/24',
      title: 'Office network',
      remedy: 'Plug in the cable.',
    }),
    fileRule(3, '/c'),
  ];
  const explained = (...logics: unknown[]) =>
    explainTag(
      tag('corp'),
      logics.map((logic) => someSet('corp', logic)),
      rules,
      verdicts,
      'linux',
    );

  test('names the satisfied rules of every tree that is, each once, or says that nothing offers it', () => {
    const carriers = (...logics: unknown[]) => {
      const explanation = explained(...logics);
      return explanation.kind === 'held' ? explanation.carriers.map(({ rule }) => rule) : explanation.kind;
    };
    assert.deepEqual(carriers(and(2), { op: 'and', rules: [{ id: 1 }, or(2, 1)] }, or(3, 1)), [1]);
    assert.deepEqual(carriers(and(1, 2)), 'kept-away');
    assert.deepEqual(explained(), { kind: 'not-offered' });
    assert.deepEqual(explained(undefined), { kind: 'not-offered' });
  });

  test('names the rules in the way, each once, and no others', () => {
    const explanation = explained({ op: 'and', rules: [{ id: 1 }, or(2, 3)] }, and(2));
    assert.ok(explanation.kind === 'kept-away');
    assert.deepEqual(
      explanation.obstacles.map(({ rule }) => rule),
      [2, 3],
    );
  });

  test("gives title, own fact and remedy, never the rule's values", () => {
    const withFact = verdicts.map((one) => (one.rule === 2 ? { ...one, fact: null } : one));
    const explanation = explainTag(tag('corp'), [someSet('corp', and(2))], rules, withFact, 'linux');
    assert.ok(explanation.kind === 'kept-away');
    const [first] = explanation.obstacles;
    assert.deepEqual(first, {
      rule: 2,
      title: 'Office network',
      fact: null,
      verdict: 'unsatisfied',
      reason: null,
      remedy: 'Plug in the cable.',
    });
    assert.deepEqual(obstacle.parse({ tag: 'corp', ...first }), { tag: 'corp', ...first });
    assert.equal(JSON.stringify(explanation).includes('10.9.8'), false);
  });

  test('says so where a rule was never judged, or is not there', () => {
    const explanation = explained(and(77));
    assert.ok(explanation.kind === 'kept-away');
    const [first] = explanation.obstacles;
    assert.equal(first?.title, 'rule 77');
    assert.equal(first.verdict, 'unknown');
    assert.equal(first.reason, 'not-collected');
  });

  test('has no obstacle to remove where the logic has no rules', () => {
    assert.deepEqual(explained(and()), { kind: 'kept-away', obstacles: [] });
  });
});
