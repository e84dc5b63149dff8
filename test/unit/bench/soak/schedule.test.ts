// What a seed plans: the same each time, never two troubles of one thing at once, everything in the end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Disturbance, planRound, type Weather } from '../../../../bench/soak/schedule.ts';

const seed = fc.integer({ min: 0, max: 1_000_000 });
const number = fc.integer({ min: 1, max: 1_000 });
const weather = fc.constantFrom<Weather>('storm', 'calm');

const thing = (what: Disturbance) => ('program' in what ? what.program : what.kind);

test('the same seed plans the same round, and another seed another', () => {
  fc.assert(fc.property(seed, number, weather, (...of) => assert.deepEqual(planRound(...of), planRound(...of))));
  const plans = Array.from({ length: 50 }, (_, each) => JSON.stringify(planRound(each, 1, 'storm').planned));
  assert.ok(new Set(plans).size > 45);
});

test('a round always holds something, in order of time, and nothing twice', () => {
  fc.assert(
    fc.property(seed, number, weather, (...of) => {
      const { planned } = planRound(...of);
      assert.ok(planned.length > 0);
      assert.deepEqual(
        planned,
        planned.toSorted((a, b) => a.atMs - b.atMs),
      );
      const things = planned.map(({ what }) => thing(what));
      assert.equal(new Set(things).size, things.length);
    }),
  );
});

test('nothing is asked of a program in a round that disturbs it', () => {
  fc.assert(
    fc.property(seed, number, (...of) => {
      const { planned, losesTagToTheEnd } = planRound(...of, 'storm');
      const things = planned.map(({ what }) => thing(what));
      for (const { what } of planned) {
        if (what.kind === 'tag' && what.by === 'rule-set') assert.ok(!things.includes('ems'));
        if (what.kind === 'reload') assert.ok(!things.includes('gateway'));
      }
      // Else it would not be the tag that cuts.
      if (losesTagToTheEnd)
        assert.deepEqual(
          planned.filter(({ what }) => what.kind === 'deny' || (what.kind === 'end' && what.program !== 'ems')),
          [],
        );
      if (losesTagToTheEnd) assert.ok(things.includes('tag'));
    }),
  );
});

test('in calm weather no program ends', () => {
  fc.assert(
    fc.property(seed, number, (...of) =>
      assert.ok(planRound(...of, 'calm').planned.every(({ what }) => what.kind !== 'end')),
    ),
  );
});

test('within a hundred rounds of any seed everything happens', () => {
  const everything = [
    ...['ems', 'gateway', 'agent'].flatMap((program) => [
      `${program} SIGKILL`,
      `${program} SIGTERM`,
      `${program} stop`,
    ]),
    ...['marker', 'rule-set', 'deny', 'reload', 'tag lost to the end'],
  ];
  for (const each of [1, 7, 20_261_127]) {
    const rounds = Array.from({ length: 100 }, (_, at) => planRound(each, at + 1, 'storm'));
    const seen = new Set(
      rounds.flatMap(({ planned, losesTagToTheEnd }) => [
        ...planned.map(({ what }) => name(what)),
        ...(losesTagToTheEnd ? ['tag lost to the end'] : []),
      ]),
    );
    assert.deepEqual(
      everything.filter((one) => !seen.has(one)),
      [],
    );
  }
});

function name(what: Disturbance): string {
  if (what.kind === 'end') return `${what.program} ${what.signal}`;
  if (what.kind === 'pause') return `${what.program} stop`;
  return what.kind === 'tag' ? what.by : what.kind;
}
