// `npm start`: opens the desktop shell, made of the sources as they are now; decides nothing.

import process from 'node:process';
import { launch } from '../set-up/launch.mjs';
import { shellPackages } from '../set-up/packages.ts';
import { ensureSystemPackages } from '../set-up/system-packages.ts';
import { ensureShell } from '../shell/build-shell.ts';
import { findRuntime, NoSuchRuntime, runtimeText } from './find-runtime.ts';
import { startOf } from './start-of.ts';

const report = (line: string) => void process.stderr.write(`start: ${line}\n`);

const runtime = await findRuntime({ mayDownload: true, report }).catch((error: unknown) => {
  if (error instanceof NoSuchRuntime) return report(error.message);
  throw error;
});
const packages = runtime?.kind === 'stand-in' ? await ensureSystemPackages(shellPackages, report) : null;
if (packages?.kind === 'missing') report(`${packages.why}; ${packages.howToGet}`);
if (runtime === undefined || packages?.kind === 'missing') {
  process.exitCode = 1;
} else {
  report(`runs on ${runtimeText(runtime)}`);
  const start = startOf(runtime, process.env, process.getuid?.() === 0);
  for (const remark of start.remarks) report(remark);
  await launch(runtime.program, [...start.switches, await ensureShell(), ...process.argv.slice(2)]);
}
