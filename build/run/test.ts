// Runs the tests, rung by rung: `npm test` for all that this machine can run, `npm test -- unit` for single rungs.
import path from 'node:path';
import process from 'node:process';
import { ensureKeytar } from '../set-up/keytar.ts';
import { testPackages } from '../set-up/packages.ts';
import { ensureSystemPackages, type SetUpResult } from '../set-up/system-packages.ts';
import { ensureWine } from '../set-up/wine.ts';
import { runRung } from './run-rung.ts';
import { parseArguments, rungNames, rungs, whyNot } from './rungs.ts';
import type { RungResult } from './summary.ts';
import { summary } from './summary.ts';

const root = path.resolve(import.meta.dirname, '../..');
// Every test file, and every program that one starts, is a process of its own: what one has compiled all others load.
process.env.NODE_COMPILE_CACHE ??= path.join(root, 'node_modules/.cache/compiled');

const wanted = parseArguments(process.argv.slice(2));

if (wanted.kind === 'unknown') {
  process.stderr.write(
    `unknown rung or missing file: ${wanted.what}\nrungs: ${rungNames.join(', ')}; or name test files\n`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await main(wanted.rungs, wanted.files);
}

async function main(names: readonly string[], files: readonly string[]): Promise<number> {
  const report = (line: string): boolean => process.stderr.write(`set-up: ${line}\n`);
  const packages = await ensureSystemPackages(testPackages, report);
  // One test drives the real keyring through it; it tells when it had to do without.
  if (names.includes('isolated')) {
    const keytar = await ensureKeytar(root, report);
    if (keytar.kind === 'missing') report(`keytar is not tested: ${keytar.why}`);
  }
  const wine: SetUpResult =
    names.includes('wine') || names.includes('installers')
      ? await ensureWine(root, report)
      : { kind: 'ready', installed: [] };
  const machine = { platform: process.platform, isRoot: process.getuid?.() === 0, packages, wine };
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const results: RungResult[] = [];
  for (const rung of rungs) {
    if (!names.includes(rung.name) || stop.signal.aborted) continue;
    const obstacle = whyNot(rung, machine);
    results.push(
      obstacle === undefined
        ? await runRung(root, rung, files, stop.signal)
        : { kind: 'not-run', rung: rung.name, why: obstacle },
    );
  }
  const { text, exitStatus } = summary(results, stop.signal.aborted);
  process.stdout.write(text);
  return exitStatus;
}
