// Changes everything that a test might, in a machine of its own, and waits to be ended; the test beside it looks from outside.

import { appendFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { ip } from './network.ts';
import { inOwnMachine } from './own-machine.ts';
import { must, start } from './run.ts';

await inOwnMachine();

const [, , mark = ''] = process.argv;
appendFileSync('/etc/hosts', `192.0.2.1 ${mark}\n`);
writeFileSync(`${os.tmpdir()}/${mark}`, '');
await ip('netns', 'add', mark.slice(-8));
await must('/bin/sh', ['-c', `setsid sleep 1000.${mark} >/dev/null 2>&1 &`]);
start(['/bin/sleep', `1001.${mark}`]);
process.stdout.write('ready\n');
process.stdin.resume();
process.stdin.once('data', (text) => process.exit(String(text).trim() === 'well' ? 0 : 1));
