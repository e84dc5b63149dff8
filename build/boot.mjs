// Starts a TypeScript program on the pinned Node, whatever Node is here, after making the tree ready for it.
// Plain JavaScript for Node 18 and later, since it runs before anything is installed.
// Standard output belongs to the program: everything said here goes to standard error.

import path from 'node:path';
import process from 'node:process';
import { ensurePackages } from './set-up/install-packages.mjs';
import { launch } from './set-up/launch.mjs';
import { pinnedNode } from './set-up/pinned-node.mjs';
import { report } from './set-up/report.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

await boot(process.argv[2], process.argv.slice(3));

async function boot(program, args) {
  if (program === undefined) {
    report('usage: node build/boot.mjs <program.ts> [arguments]');
    process.exitCode = 2;
    return;
  }
  const packages = await ensurePackages(root);
  if (packages.kind === 'failed') {
    report(packages.why);
    report(packages.howToGet);
    process.exitCode = 1;
    return;
  }
  const node = pinnedNode(root);
  if (node.kind === 'missing') {
    report(node.why);
    process.exitCode = 1;
    return;
  }
  if (node.kind === 'substitute') report(node.why);
  await launch(node.path, [path.resolve(root, program), ...args]);
}
