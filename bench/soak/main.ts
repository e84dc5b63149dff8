// `npm run soak`: reads the command line, soaks, and tells what was found.

import { randomInt } from 'node:crypto';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { systemPackages } from '../../build/set-up/packages.ts';
import { ensureSystemPackages } from '../../build/set-up/system-packages.ts';
import { textOf } from './report.ts';
import { soak } from './soak.ts';

const usage = `npm run soak -- [--minutes N] [--rounds N] [--seed N] [--clients N] [--calm] [--json]

Runs EMS, gateway and agent as real programs on this machine, with many clients at work through the tunnel, and kills,
stops and ends them, takes and gives the tag, and reloads, as the seed says. Fails if a session is alive that may not be,
if something does not recover, or if anything is left or grows.

  --minutes N   10 unless given; 60 for the long form
  --rounds N    ends after so many, if they are over before the time
  --seed N      repeats a schedule
  --clients N   24 unless given
  --calm        ends no program, so that what they hold is watched all the time
  --json        one line of JSON on standard output
`;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
const say = (line: string): void => void process.stderr.write(`soak: ${line}\n`);
process.exitCode = await main().catch((error: unknown) => {
  const why: unknown = stop.signal.aborted ? stop.signal.reason : error;
  say(why instanceof Error ? why.message : String(why));
  return 1;
});

async function main(): Promise<number> {
  const asked = readArguments();
  if (asked === null) {
    process.stderr.write(usage);
    return 2;
  }
  const { seed, minutes, rounds, clients, calm, json } = asked;
  const found = await ensureSystemPackages(systemPackages, say);
  if (found.kind === 'missing') {
    say(`NOT RUN: ${found.why}; ${found.howToGet}`);
    return 1;
  }
  say(`seed ${seed}, ${minutes} minutes, ${clients} clients`);
  const size = { echoClients: clients, bulkClients: Math.ceil(clients / 8) };
  const report = await soak({ seed, minutes, rounds, calm, size, progress: say, signal: stop.signal });
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report));
  return report.violations.length === 0 ? 0 : 1;
}

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { minutes: text, rounds: text, seed: text, clients: text, calm: flag, json: flag } as const;
  try {
    const { values } = parseArgs({ options });
    const seed = Number(values.seed ?? randomInt(1_000_000));
    const minutes = Number(values.minutes ?? 10);
    const clients = Number(values.clients ?? 24);
    const rounds = Number(values.rounds ?? Number.POSITIVE_INFINITY);
    const areUsable = Number.isInteger(seed) && minutes > 0 && rounds > 0 && Number.isInteger(clients) && clients > 0;
    return areUsable ? { seed, minutes, rounds, clients, calm: values.calm, json: values.json } : null;
  } catch {
    return null;
  }
}
