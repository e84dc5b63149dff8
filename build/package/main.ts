// `npm run package`: builds packages, or builds them twice and compares; decides nothing.

import path from 'node:path';
import process from 'node:process';
import { readArguments, type Wanted } from './arguments.ts';
import { releaseOf, sourcesAt, withUpdateKeys } from './release.ts';
import { reproducibleOf } from './reproducible.ts';
import { buildTargets } from './run.ts';
import { linesOf } from './summary.ts';
import { targets } from './targets.ts';

const root = path.resolve(import.meta.dirname, '../..');
const wanted = readArguments(process.argv.slice(2), targets);

if (wanted.kind === 'build') process.exitCode = await run(wanted);
else {
  (wanted.kind === 'help' ? process.stdout : process.stderr).write(wanted.text);
  process.exitCode = wanted.kind === 'help' ? 0 : 2;
}

async function run(all: Wanted) {
  const { targets: asked, outDir = path.join(root, 'dist'), version, json, checkReproducible } = all;
  const report = (line: string) => process.stderr.write(`package: ${line}\n`);
  const found = releaseOf(await sourcesAt(root, version));
  if (found.kind === 'undated') return fail(found.why);
  const options = { release: await withUpdateKeys(found.release, all.updateKeys), report };
  const outcome = await buildTargets(asked, path.resolve(outDir), options);
  if (outcome.kind === 'missing') return fail(outcome.why);
  const { packages } = outcome;
  const check = checkReproducible ? await reproducibleOf(asked, packages, options) : null;
  const differing = check === null ? {} : { reproducible: check.length === 0, differing: check };
  if (json) process.stdout.write(`${JSON.stringify({ packages, ...differing })}\n`);
  else {
    const compared = check === null ? [] : [check.length === 0 ? 'two builds agree in every byte' : '', ...check];
    process.stdout.write([...linesOf(packages), ...compared].map((line) => `${line}\n`).join(''));
  }
  if (all.mustBeReleasable && !packages.every(({ releasable }) => releasable))
    return fail('not all of it is releasable');
  return check === null || check.length === 0 ? 0 : 1;

  function fail(why: string): number {
    report(why);
    return 1;
  }
}
