// A user of the machine who tries, as fast as a process can, to swap a download between check and use.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { trustedFolder } from '../../../../daemon/update/trusted-folder.ts';
import { verifiedFile } from '../../../../daemon/update/verified-file.ts';

const nobody = 65_534;

/** Writes, links and renames whatever it can find there; counts what worked, and says so each time it was asked. */
const program = `
  const fs = require('node:fs');
  const path = require('node:path');
  const place = process.argv[1];
  let won = 0, tries = 0;
  const attempt = (act) => { tries += 1; try { act(); won += 1; } catch {} };
  function round() {
    attempt(() => fs.readdirSync(place));
    for (const name of ['release-', 'stile.deb']) attempt(() => fs.writeFileSync(path.join(place, name), 'evil'));
    attempt(() => fs.symlinkSync('/etc/passwd', path.join(place, 'stile.deb')));
    attempt(() => fs.renameSync(place, place + '.away'));
    attempt(() => fs.rmdirSync(place));
    setImmediate(round);
  }
  round();
  require('node:readline').createInterface({ input: process.stdin }).on('line', () => console.log(won + ' ' + tries));
`;

test('a racing writer who is not root never gets hold of a download, nor of its folder', async () => {
  // Below /var, whose parents are root's own; a folder that everybody can pass, as the agent's data is on some machines.
  const directory = await mkdtemp('/var/lib/stile-race-');
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  await chmod(directory, 0o755);
  const folder = await trustedFolder(directory, { kind: 'owner', uid: 0 });
  const racer = spawn(process.execPath, ['-e', program, folder.path], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(racer, 'exit');
  stack.defer(async () => {
    racer.kill();
    await gone;
  });
  const lines = createInterface({ input: racer.stdout });
  const score = async (): Promise<readonly number[]> => {
    racer.stdin.write('\n');
    const [line] = await once(lines, 'line');
    return String(line).split(' ').map(Number);
  };
  const [, triesBefore = 0] = await score();
  for (let round = 0; round < 20; round += 1) {
    const bytes = randomBytes(65_536);
    const expected = {
      name: 'stile.deb',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    await using file = await verifiedFile(`${await folder.fresh()}/stile.deb`, expected, (handle) =>
      handle.writeFile(bytes),
    );
    await file.prove();
  }
  const [won = -1, tries = 0] = await score();
  assert.ok(tries > triesBefore, 'it did race');
  assert.equal(won, 0);
});
