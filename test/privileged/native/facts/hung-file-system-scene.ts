// Looks at and watches files below a folder that does not answer, uses the disk meanwhile, and prints what came of it.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { factSource } from '../../../../native/facts/facts.ts';
import { fileFact } from '../../../../shared/posture/fact-name.ts';

const [hung = '/'] = process.argv.slice(2);
const names = ['a', 'b', 'below/c', 'below/d', 'e', 'f'].map((name) => fileFact(path.join(hung, name)));
const source = factSource('linux', { timeLimitMs: 200, pollMs: 20 });
const watch = source.watch(names, () => undefined);
const never = new AbortController().signal;
let readings: unknown[] = [];
for (let again = 0; again < 5; again += 1)
  readings = (await Promise.all(names.map((name) => source.collect(name, never)))).map(({ reading }) => reading);

const own = await mkdtemp(path.join(os.tmpdir(), 'stile-own-'));
await writeFile(path.join(own, 'file'), 'written and read');
const ownFile = await readFile(path.join(own, 'file'), 'utf8');
await rm(own, { recursive: true });
await watch[Symbol.asyncDispose]();
process.stdout.write(JSON.stringify({ readings, ownFile }));
// Our caller ends us: a thread that waits for the file system keeps a process from ending by itself.
process.stdout.end();
