// Being supervised by systemd, on a real datagram socket: what it is told, by whom, and when it is told nothing.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../../../../../shared/log.ts';
import { supervisorFrom } from '../../../../../shared/node/supervision/supervisor.ts';
import { ended, lonelyDaemon } from '../../../../doubles/lonely-daemon.ts';
import { notifyReceiver } from '../../../../doubles/notify-socket.ts';

const isLinux = process.platform === 'linux';
const limit = { timeout: 60_000, skip: !isLinux };

/** An address outside the file system that nobody else has. */
const abstract = () => `@stile-test-${randomBytes(8).toString('hex')}`;

describe('a service of systemd', limit, () => {
  for (const form of ['a path', 'an abstract name'])
    test(`reaches it at ${form}`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'stile-notify-'));
      try {
        const address = form === 'a path' ? path.join(folder, 'notify') : abstract();
        await using systemd = notifyReceiver(address);
        const supervisor = await supervisorFrom({ NOTIFY_SOCKET: address, WATCHDOG_USEC: '60000000' }, silentLog);
        supervisor.ready('/run/agent.sock');
        supervisor.beat();
        supervisor.stopping();
        assert.equal(supervisor.beatEveryMs, 15_000);
        assert.deepEqual(systemd.waiting(), [
          'READY=1\nSTATUS=serving at /run/agent.sock',
          'WATCHDOG=1',
          'STOPPING=1\nSTATUS=stopping',
        ]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

  test('goes on where nobody listens any more', async () => {
    const supervisor = await supervisorFrom({ NOTIFY_SOCKET: abstract() }, silentLog);
    supervisor.ready('here');
    supervisor.beat();
  });
});

describe('the daemon under systemd', limit, () => {
  test('is ready, gives signs of life while it works and none while it does not, and says that it stops', async () => {
    await using agent = await lonelyDaemon();
    const address = abstract();
    await using systemd = notifyReceiver(address);
    const daemon = agent.spawn('daemon/main.ts', { NOTIFY_SOCKET: address, WATCHDOG_USEC: '1000000' });
    assert.equal(await systemd.next(), `READY=1\nSTATUS=serving at ${agent.socket}`);
    assert.equal(await systemd.next(), 'WATCHDOG=1');
    assert.equal(await systemd.next(), 'WATCHDOG=1');

    daemon.kill('SIGSTOP');
    await untilStopped(daemon);
    systemd.waiting();
    await sleep(600);
    assert.deepEqual(systemd.waiting(), []);

    daemon.kill('SIGCONT');
    assert.equal(await systemd.next(), 'WATCHDOG=1');
    daemon.kill('SIGTERM');
    assert.match((await systemd.until((message) => message !== 'WATCHDOG=1')) ?? '', /^STOPPING=1/);
    assert.equal(await ended(daemon), 0);
  });
});

describe('a program that becomes another one', limit, () => {
  test('stays the one that systemd knows: the variables go with it, and only with it', async () => {
    const module = new URL('../../../../../', import.meta.url).href;
    const program = `
      import { supervisorFrom } from '${module}shared/node/supervision/supervisor.ts';
      import { become } from '${module}daemon/keys/launch.ts';
      const log = { warn: console.error, error: console.error };
      const supervisor = await supervisorFrom(process.env, log);
      if (process.env.NOTIFY_SOCKET !== undefined) throw new Error('a child would find it');
      if (process.env.SECOND === undefined)
        become({ kind: 'plain', execArgv: process.execArgv, environment: { ...process.env, SECOND: '1' } }, supervisor.handOver);
      supervisor.ready('pid ' + process.pid);
    `;
    const address = abstract();
    await using systemd = notifyReceiver(address);
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NOTIFY_SOCKET: address },
    });
    const exit = once(child, 'exit');
    assert.equal(await systemd.next(), `READY=1\nSTATUS=serving at pid ${child.pid}`);
    assert.deepEqual(await exit, [0, null]);
  });
});

async function untilStopped({ pid }: ChildProcess): Promise<void> {
  while (!/^State:\s+T/m.test(await readFile(`/proc/${pid}/status`, 'utf8'))) await sleep(5);
}
