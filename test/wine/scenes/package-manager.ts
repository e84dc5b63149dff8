// Runs on Windows: a package is looked at, installed and removed, told as one JSON text on standard output.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { packageManagerOfWindows } from '../../../native/package-manager/win32.ts';

const { msi, other } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const manager = packageManagerOfWindows({ programs: 'C:\\Program Files\\Stile', output: 'C:\\package-manager.log' });

async function ended() {
  for (;;) {
    const progress = await manager.progress();
    if (progress.kind === 'ended') return { code: progress.code, isTold: /Return value 1\.$/.test(progress.tail) };
    await pause(50);
  }
}

const before = await manager.installation();
const files = [await manager.inspect(msi), await manager.inspect(other)];
const begun = await manager.install([msi]);
const installing = await ended();
const installed = await manager.installation();
const removing = await manager.remove();
const removed = await ended();
const after = await manager.installation();
process.stdout.write(JSON.stringify({ before, files, begun, installing, installed, removing, removed, after }));
