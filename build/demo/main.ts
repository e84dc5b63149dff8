// `npm run demo`: sets the machine up if needed, tells a story over a stage of its own, and undoes everything.

import process from 'node:process';
import { systemPackages } from '../set-up/packages.ts';
import { ensureSystemPackages } from '../set-up/system-packages.ts';
import { readArguments } from './arguments.ts';
import { runDemo } from './run.ts';
import { desktop } from './stories/desktop.ts';
import { install } from './stories/install.ts';
import { path } from './stories/path.ts';
import { refusals } from './stories/refusals.ts';
import { web } from './stories/web.ts';
import { humanTeller, jsonTeller } from './tell.ts';

// A reader who goes away, or a terminal that is closed, must not cut off the clean-up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const stories = new Map([path, refusals, web, desktop, install].map((story) => [story.name, story]));
const wanted = readArguments(
  process.argv.slice(2),
  new Map([...stories].map(([name, story]) => [name, story.sentence])),
);

if (wanted.kind !== 'run') {
  (wanted.kind === 'help' ? process.stdout : process.stderr).write(wanted.text);
  process.exitCode = wanted.kind === 'help' ? 0 : 2;
} else {
  const progress = (line: string) => process.stderr.write(`set-up: ${line}\n`);
  const story = stories.get(wanted.story) ?? path;
  const packages = await ensureSystemPackages([...systemPackages, ...(story.packages ?? [])], progress);
  if (packages.kind === 'missing') {
    progress(`missing: ${packages.packages.map((each) => `${each.debianPackage} (${each.neededFor})`).join(', ')}`);
    progress(`${packages.why}; ${packages.howToGet}`);
  }
  const world = { write: (text: string) => process.stdout.write(text), now: () => performance.now() };
  const inTerminal = process.stdout.isTTY === true;
  process.exitCode = await runDemo({
    story,
    tell: wanted.json ? jsonTeller(world) : humanTeller(world, inTerminal && process.env.NO_COLOR === undefined),
    staysUp: inTerminal && !wanted.once,
    say: (line) => process.stderr.write(`demo: ${line}\n`),
  });
}
