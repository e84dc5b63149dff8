// `npm run bench`: runs the named benchmarks, shows their tables, and writes them into docs/performance.md when asked to.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ensureSystemPackages } from '../build/set-up/system-packages.ts';
import type { Bench, BenchReport, BenchWorld } from './bench.ts';
import { benches } from './benches.ts';
import { machineLine } from './machine.ts';
import { markdown, withReport } from './page.ts';

const usage = `npm run bench -- [name …] [--quick] [--only part,…] [--write] [--json]

${benches.map(describe).join('\n')}

  --quick   smaller: shows that everything works, proves nothing
  --only    some parts of a benchmark
  --write   puts the tables into docs/performance.md
  --json    one line of JSON per benchmark on standard output
`;

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
process.exitCode = await main().catch((error: unknown) => {
  // What broke because it was to end is no news.
  const why: unknown = stop.signal.aborted ? stop.signal.reason : error;
  say(why instanceof Error ? why.message : String(why));
  return 1;
});

async function main(): Promise<number> {
  const asked = readArguments();
  if (asked.kind !== 'run') {
    if (asked.kind === 'wrong') say(asked.why);
    (asked.kind === 'help' ? process.stdout : process.stderr).write(usage);
    return asked.kind === 'help' ? 0 : 2;
  }
  const measuredOn = `${new Date().toISOString().slice(0, 10)} on ${await machineLine()}.`;
  let missing = 0;
  for (const bench of asked.benches) {
    stop.signal.throwIfAborted();
    if (!(await isReady(bench))) {
      missing += 1;
      continue;
    }
    say(`${bench.name}: ${bench.sentence}`);
    const progress = (line: string) => say(`${bench.name}: ${line}`);
    const report = await bench.run({ ...asked, progress, signal: stop.signal });
    if (asked.json) process.stdout.write(`${JSON.stringify({ bench: bench.name, ...report })}\n`);
    else show(report);
    if (asked.write) await write(bench.name, report, measuredOn);
  }
  return missing > 0 ? 1 : 0;
}

type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string }
  | ({
      readonly kind: 'run';
      readonly benches: readonly Bench[];
      readonly write: boolean;
      readonly json: boolean;
    } & Pick<BenchWorld, 'size' | 'only'>);

function readArguments(): Asked {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    quick: flag,
    only: { type: 'string' },
    write: flag,
    json: flag,
    help: { ...flag, short: 'h' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help) return { kind: 'help' };
    const unknown = positionals.find((name) => !benches.some((each) => each.name === name));
    if (unknown !== undefined) return { kind: 'wrong', why: `there is no benchmark called ${unknown}` };
    const asked = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    const only = values.only?.split(',') ?? [];
    const noPart = only.find((part) => !asked.some(({ parts }) => parts?.includes(part)));
    if (noPart !== undefined) return { kind: 'wrong', why: `there is no part called ${noPart}` };
    return {
      kind: 'run',
      benches: asked.filter(({ parts }) => only.length === 0 || only.some((part) => parts?.includes(part))),
      size: values.quick ? 'quick' : 'full',
      only,
      write: values.write,
      json: values.json,
    };
  } catch (error) {
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) };
  }
}

function describe({ name, sentence, parts }: Bench): string {
  const choice = parts === undefined ? '' : `\n  ${' '.repeat(10)} parts: ${parts.join(', ')}`;
  return `  ${name.padEnd(10)} ${sentence}${choice}`;
}

async function isReady(bench: Bench): Promise<boolean> {
  const found = await ensureSystemPackages(bench.packages, say);
  if (found.kind === 'ready') return true;
  say(`${bench.name} NOT RUN: ${found.why}; ${found.howToGet}`);
  return false;
}

function show(report: BenchReport): void {
  for (const { title, method, columns, rows } of report.tables)
    process.stdout.write(`\n${title}. ${method}\n\n${markdown(columns, rows)}\n`);
  for (const { what, aim, measured, isMet } of report.goals)
    process.stdout.write(`\n${isMet ? 'met   ' : 'MISSED'} ${what}: ${measured} (aim ${aim})`);
  process.stdout.write('\n');
}

async function write(name: string, report: BenchReport, measuredOn: string): Promise<void> {
  const file = path.resolve(import.meta.dirname, '../docs/performance.md');
  await writeFile(file, withReport(await readFile(file, 'utf8'), name, report, measuredOn));
  say(`${name}: written to docs/performance.md`);
}
