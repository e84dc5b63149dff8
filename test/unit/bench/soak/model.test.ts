// Which sessions the model allows at which moment. Times are in seconds here; the graces are 4, 8 and 45.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  after,
  beginning,
  type Deed,
  mayNotEnd,
  usualGraces,
  whyForbidden,
  whyMustHaveEnded,
} from '../../../../bench/soak/model.ts';

const at = (seconds: number) => ({ at: seconds * 1_000 });
const standingAfter = (deeds: readonly Deed[]) => deeds.reduce(after, beginning);

const lost: Deed = { ...at(100), kind: 'tag', allows: false };
const given: Deed = { ...at(103), kind: 'tag', allows: true };
const denied: Deed = { ...at(100), kind: 'policy', allows: false };
const allowed: Deed = { ...at(103), kind: 'policy', allows: true };
const down = (program: 'ems' | 'gateway' | 'agent', seconds = 100): Deed => ({ ...at(seconds), kind: 'down', program });
const paused = (program: 'ems' | 'gateway' | 'agent', seconds = 100): Deed => ({
  ...at(seconds),
  kind: 'paused',
  program,
});
const running = (program: 'ems' | 'gateway' | 'agent', seconds: number): Deed => ({
  ...at(seconds),
  kind: 'running',
  program,
});

interface Row {
  readonly claim: string;
  readonly deeds: readonly Deed[];
  /** Seconds. */
  readonly opened: number;
  readonly now: number;
  readonly answer: RegExp | null;
}

const rows: readonly Row[] = [
  { claim: 'nothing has happened', deeds: [], opened: 90, now: 500, answer: null },
  { claim: 'its gateway died a moment ago', deeds: [down('gateway')], opened: 90, now: 103, answer: null },
  { claim: 'its gateway is dead', deeds: [down('gateway')], opened: 90, now: 105, answer: /gateway/ },
  {
    claim: 'its gateway is dead, and another one runs',
    deeds: [down('gateway'), running('gateway', 101)],
    opened: 90,
    now: 105,
    answer: /gateway/,
  },
  {
    claim: 'it goes through the gateway that came after',
    deeds: [down('gateway'), running('gateway', 101)],
    opened: 102,
    now: 200,
    answer: null,
  },
  { claim: 'its agent is dead', deeds: [down('agent')], opened: 90, now: 105, answer: /agent/ },
  { claim: 'the EMS is dead, which carries nothing', deeds: [down('ems')], opened: 90, now: 500, answer: null },
  { claim: 'the tag was lost a moment ago', deeds: [lost], opened: 90, now: 107, answer: null },
  { claim: 'the tag is lost', deeds: [lost], opened: 90, now: 109, answer: /tag/ },
  { claim: 'the tag is lost, and it came after that', deeds: [lost], opened: 105, now: 109, answer: /tag/ },
  { claim: 'the tag was lost and given back', deeds: [lost, given], opened: 90, now: 200, answer: null },
  {
    claim: 'the tag is lost, and the EMS that should say so is down',
    deeds: [down('ems', 99), lost],
    opened: 90,
    now: 200,
    answer: null,
  },
  {
    claim: 'the tag is lost, and the EMS is stopped',
    deeds: [paused('ems', 99), lost],
    opened: 90,
    now: 200,
    answer: null,
  },
  {
    claim: 'the tag is lost, and the EMS has just come back',
    deeds: [down('ems', 99), lost, running('ems', 110)],
    opened: 90,
    now: 150,
    answer: null,
  },
  {
    claim: 'the tag is lost, and the EMS has been back for long',
    deeds: [down('ems', 99), lost, running('ems', 110)],
    opened: 90,
    now: 156,
    answer: /tag/,
  },
  {
    claim: 'the tag is lost, and all had recovered from what was before',
    deeds: [down('ems', 80), running('ems', 85), { ...at(95), kind: 'recovered' }, lost],
    opened: 96,
    now: 109,
    answer: /tag/,
  },
  { claim: 'the policy denies it since a moment', deeds: [denied], opened: 90, now: 107, answer: null },
  { claim: 'the policy denies it', deeds: [denied], opened: 90, now: 109, answer: /policy/ },
  { claim: 'the policy denied it and allows again', deeds: [denied, allowed], opened: 90, now: 200, answer: null },
  {
    claim: 'the policy denies it, and the gateway is stopped',
    deeds: [paused('gateway', 99), denied],
    opened: 90,
    now: 200,
    answer: null,
  },
  {
    claim: 'the policy denies it, whatever the EMS does',
    deeds: [down('ems', 99), denied],
    opened: 90,
    now: 109,
    answer: /policy/,
  },
];

describe('a session may not carry anything if', () => {
  for (const { claim, deeds, opened, now, answer } of rows)
    test(`${claim}: ${answer === null ? 'it may' : 'it may not'}`, () => {
      const why = whyForbidden(standingAfter(deeds), opened * 1_000, now * 1_000, usualGraces);
      if (answer === null) assert.equal(why, null);
      else assert.match(why ?? '', answer);
    });
});

test('a socket must have ended where the agent runs, and may be open while the agent is stopped', () => {
  const ended = (deeds: readonly Deed[], now: number) =>
    whyMustHaveEnded(standingAfter(deeds), 90_000, now * 1_000, usualGraces);
  assert.match(ended([down('gateway')], 105) ?? '', /gateway/);
  assert.equal(ended([paused('agent', 99), down('gateway')], 200), null);
  assert.equal(ended([paused('agent', 99), down('gateway'), running('agent', 110)], 113), null);
  assert.match(ended([paused('agent', 99), down('gateway'), running('agent', 110)], 115) ?? '', /gateway/);
});

test('a session may not end between a recovery and the next disturbance', () => {
  const recovered: Deed = { ...at(1), kind: 'recovered' };
  assert.equal(mayNotEnd(beginning), false);
  assert.equal(mayNotEnd(standingAfter([recovered])), true);
  assert.equal(mayNotEnd(standingAfter([recovered, { ...at(2), kind: 'disturbing' }])), false);
});
