// Measures how long judging takes: 2,000 rules by 200 facts, beside reading the same report from its JSON.

import { z } from 'zod';
import { evaluateRules } from '../../shared/posture/evaluate.ts';
import { type Fact, fact } from '../../shared/posture/fact.ts';
import { type Rule, rule } from '../../shared/posture/rule.ts';
import type { Bench, BenchWorld } from '../bench.ts';
import { median, medianRatio, percentile } from '../statistics.ts';

const ruleCount = 2_000;
const factCount = 200;

export const evaluate: Bench = {
  name: 'evaluate',
  sentence: `${ruleCount} rules judged by ${factCount} facts, as agent and EMS do it for every report`,
  packages: [],
  run: async (world) => measure(world),
};

async function measure({ size, signal, progress }: BenchWorld) {
  const rounds = size === 'full' ? 300 : 20;
  const facts = z.array(fact).parse(Array.from({ length: factCount }, (_, at) => factAt(at)));
  const rules = z.array(rule).parse(Array.from({ length: ruleCount }, (_, at) => ruleAt(at)));
  const report = JSON.stringify(facts);
  const judging: number[] = [];
  const reading: number[] = [];
  progress(`${rounds} rounds`);
  for (let round = -5; round < rounds; round += 1) {
    signal.throwIfAborted();
    const [judged, read] = [timeOf(() => evaluateRules(rules, facts, 'linux')), timeOf(() => readReport(report))];
    if (round < 0) continue;
    judging.push(judged);
    reading.push(read);
  }
  const p95 = percentile(judging, 95);
  return {
    tables: [
      {
        id: 'evaluate',
        title: 'Judging a report',
        method: `${rounds} rounds, one thread; the ratio is the median of those within rounds.`,
        columns: ['what', 'median ms', 'p95 ms', 'per second', 'x reading'],
        rows: [
          row(`${ruleCount} rules × ${factCount} facts`, judging, medianRatio(judging, reading)),
          row(`reading ${factCount} facts from JSON through their schema`, reading, 1),
        ],
      },
    ],
    goals: [{ what: 'one report judged', aim: '≤ 10 ms at p95', measured: `${p95.toFixed(2)} ms`, isMet: p95 <= 10 }],
  };
}

function readReport(text: string): readonly Fact[] {
  return z.array(fact).parse(JSON.parse(text));
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function row(what: string, times: readonly number[], ratio: number): readonly string[] {
  const middle = median(times);
  return [
    what,
    middle.toFixed(2),
    percentile(times, 95).toFixed(2),
    Math.round(1_000 / middle).toString(),
    ratio.toFixed(2),
  ];
}

function factAt(at: number): unknown {
  if (at === 0) {
    const value = { kind: 'os-version', id: 'debian', name: 'Debian GNU/Linux', version: '12.11' };
    return { fact: 'os-version', ageMs: 0, value };
  }
  if (at === 1)
    return { fact: 'ip-addresses', ageMs: 0, value: { kind: 'ip-addresses', addresses: ['10.1.2.3', 'fd00::1'] } };
  if (at % 2 === 0) return { fact: `file:/opt/app/${at}`, ageMs: at, value: { kind: 'file', exists: at % 4 === 0 } };
  const value = { kind: 'running-process', running: true, by: 'executable' };
  return { fact: `running-process:worker-${at}`, ageMs: at, value };
}

function ruleAt(at: number): Rule {
  const common = { id: at + 1, os: 'linux', negated: false } as const;
  const wanted = at % factCount;
  if (wanted === 0) return rule.parse({ ...common, type: 'os-version', comparator: '>=', content: 'Debian 12' });
  if (wanted === 1) return rule.parse({ ...common, type: 'ip-range', content: '10.0.0.0/8' });
  if (wanted % 2 === 0) return rule.parse({ ...common, type: 'file', path: `/opt/app/${wanted}` });
  return rule.parse({ ...common, type: 'running-process', content: `worker-${wanted}` });
}
