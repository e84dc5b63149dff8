// The facts of the machine that the test runs on, looked at and watched for real.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { diskEncryptionOfLinux } from '../../../../native/facts/disk-encryption/linux.ts';
import { type FactSourceOptions, factSource, factSourceOf } from '../../../../native/facts/facts.ts';
import { firewallOfLinux } from '../../../../native/facts/firewall/linux.ts';
import { osVersionOfLinux } from '../../../../native/facts/os-version/linux.ts';
import { probesFor } from '../../../../native/facts/probes.ts';
import { runningProcessOfLinux } from '../../../../native/facts/running-process/linux.ts';
import type { FactReading } from '../../../../shared/posture/fact.ts';
import {
  diskEncryptionFact,
  type FactName,
  fileFact,
  firewallFact,
  ipAddressesFact,
  osVersionFact,
  runningProcessFact,
} from '../../../../shared/posture/fact-name.ts';

const never = new AbortController().signal;
/** Events only: polling is so slow that it cannot be what told. */
const eventsOnly: FactSourceOptions = { pollMs: 3_600_000, processPollMs: 3_600_000, debounceMs: 5 };

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stile-facts-'));
});
after(() => rm(folder, { recursive: true }));

function look(name: FactName): Promise<FactReading> {
  return factSource('linux', { timeLimitMs: 30_000 })
    .collect(name, never)
    .then(({ reading }) => reading);
}

describe('this machine', () => {
  test('knows its system', async () => {
    const reading = await look(osVersionFact);
    assert.ok(reading.kind === 'known' && reading.value.kind === 'os-version');
    assert.notEqual(reading.value.id, '');
    assert.deepEqual(await osVersionOfLinux(folder)(never), { kind: 'unknown', reason: 'not-available' });
  });

  test('knows its addresses', async () => {
    const reading = await look(ipAddressesFact);
    assert.ok(reading.kind === 'known' && reading.value.kind === 'ip-addresses');
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const { address } of own.filter(({ internal }) => !internal)) {
      assert.ok(reading.value.addresses.includes(address.replace(/%.*$/, '')));
    }
    assert.ok(!reading.value.addresses.includes('127.0.0.1'));
  });

  test('tells firewall and disk encryption, or why it cannot', async () => {
    for (const name of [firewallFact, diskEncryptionFact]) {
      const reading = await look(name);
      if (reading.kind === 'known') assert.equal(reading.value.kind, name);
      else assert.match(reading.reason, /^not-(available|permitted)$/);
    }
  });

  test('without the tools tells neither', async () => {
    const notAvailable = { kind: 'unknown', reason: 'not-available' };
    assert.deepEqual(await diskEncryptionOfLinux(path.join(folder, 'no-lsblk'))(never), notAvailable);
    const firewall = await firewallOfLinux(path.join(folder, 'no-nft'))(never);
    // A machine with ufw tells by its files.
    if (firewall.kind === 'unknown') assert.deepEqual(firewall, notAvailable);
  });
});

describe('a tool in the way of a fact', () => {
  async function tool(name: string, script: string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o700);
    return file;
  }

  test('that hangs makes it unknown when the time is up', async () => {
    const hanging = await tool('hanging', 'exec sleep 600');
    const probes = {
      ...probesFor('linux'),
      diskEncryption: diskEncryptionOfLinux(hanging),
      firewall: firewallOfLinux(hanging),
    };
    const source = factSourceOf(probes, { timeLimitMs: 200 });
    for (const name of [firewallFact, diskEncryptionFact]) {
      assert.deepEqual((await source.collect(name, never)).reading, { kind: 'unknown', reason: 'timed-out' });
    }
  });

  test('that talks nonsense, or fails, makes it unknown', async () => {
    const nonsense = await tool('nonsense', 'echo "{]"');
    const unreadable = { kind: 'unknown', reason: 'unreadable' };
    assert.deepEqual(await firewallOfLinux(nonsense)(never), unreadable);
    assert.deepEqual(await diskEncryptionOfLinux(nonsense)(never), unreadable);
    assert.deepEqual(await firewallOfLinux(await tool('failing', 'exit 1'))(never), unreadable);
  });

  test('that only root may use says so', async () => {
    const refusing = await tool('refusing', 'echo "Operation not permitted (you must be root)" >&2; exit 1');
    assert.deepEqual(await firewallOfLinux(refusing)(never), { kind: 'unknown', reason: 'not-permitted' });
  });
});

describe('a process', () => {
  const name = `stile-test-program-${randomBytes(4).toString('hex')}`;
  const running = { kind: 'known', value: { kind: 'running-process', running: true, by: 'executable' } };
  const notRunning = { kind: 'known', value: { kind: 'running-process', running: false, by: null } };
  const fact = runningProcessFact(name);

  async function start(): Promise<ChildProcess> {
    const program = path.join(folder, name);
    await copyFile('/bin/sleep', program);
    const child = spawn(program, ['600'], { stdio: 'ignore' });
    await once(child, 'spawn');
    return child;
  }

  async function stop(child: ChildProcess): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  test('is seen while it runs, whatever length its name has, also when its file is gone', async () => {
    assert.deepEqual(await look(fact), notRunning);
    const child = await start();
    try {
      assert.deepEqual(await look(fact), running);
      await rm(path.join(folder, name));
      assert.deepEqual(await look(fact), running);
    } finally {
      await stop(child);
    }
    assert.deepEqual(await look(fact), notRunning);
  });

  test('is told when it starts and when it ends', async () => {
    const source = factSource('linux', { processPollMs: 20, debounceMs: 5 });
    const changes = watching();
    await using _ = source.watch([fact], changes.tell);
    await changes.next();
    const child = await start();
    try {
      await untilItIs(changes, fact, running);
    } finally {
      await stop(child);
    }
    await untilItIs(changes, fact, notRunning);
  });

  test('that runs no file, as threads of the kernel do, is none', async () => {
    const list = await runningProcessOfLinux('/proc')('kthreadd', never);
    assert.deepEqual(list, notRunning);
  });
});

describe('a watched file', () => {
  const exists = (value: boolean) => ({ kind: 'known', value: { kind: 'file', exists: value } });

  test('is told when it appears and disappears, without polling', async () => {
    const file = path.join(folder, 'appears');
    const changes = watching();
    await using _ = factSource('linux', eventsOnly).watch([fileFact(file)], changes.tell);
    await changes.next();
    await writeFile(file, 'x');
    await untilItIs(changes, fileFact(file), exists(true));
    await rm(file);
    await untilItIs(changes, fileFact(file), exists(false));
  });

  test('is followed through folders that come and go', async () => {
    const top = path.join(folder, 'top');
    const file = path.join(top, 'middle/below/file');
    const changes = watching();
    await using _ = factSource('linux', eventsOnly).watch([fileFact(file)], changes.tell);
    await changes.next();
    for (const round of ['first', 'second']) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, round);
      await untilItIs(changes, fileFact(file), exists(true));
      await rm(top, { recursive: true });
      await untilItIs(changes, fileFact(file), exists(false));
    }
  });

  test('is told when its folder is replaced by another one', async () => {
    const current = path.join(folder, 'current');
    const file = path.join(current, 'file');
    await mkdir(current);
    await mkdir(path.join(folder, 'next'));
    await writeFile(path.join(folder, 'next/file'), 'x');
    const changes = watching();
    await using _ = factSource('linux', eventsOnly).watch([fileFact(file)], changes.tell);
    await changes.next();
    await rename(current, path.join(folder, 'previous'));
    await rename(path.join(folder, 'next'), current);
    await untilItIs(changes, fileFact(file), exists(true));
    await rm(file);
    await untilItIs(changes, fileFact(file), exists(false));
  });

  test('is told by polling where no event comes', async () => {
    const hidden = path.join(folder, 'polled');
    let there = false;
    const probes = { ...probesFor('linux'), file: async () => exists(there) as FactReading };
    const source = factSourceOf(probes, { pollMs: 10, debounceMs: 1 });
    const changes = watching();
    await using _ = source.watch([fileFact(hidden)], changes.tell);
    await changes.next();
    there = true;
    assert.equal(await changes.next(), fileFact(hidden));
  });

  test('is told nothing any more after the watch is closed', async () => {
    const file = path.join(folder, 'closed');
    const changes = watching();
    const watch = factSource('linux', { ...eventsOnly, debounceMs: 0 }).watch([fileFact(file)], changes.tell);
    await changes.next();
    await watch[Symbol.asyncDispose]();
    const before = changes.count();
    await writeFile(file, 'x');
    assert.equal(changes.count(), before);
  });
});

interface Changes {
  readonly tell: (name: FactName) => void;
  /** The next fact that is told, or was told since the last call. */
  next(): Promise<FactName>;
  count(): number;
}

function watching(): Changes {
  const told: FactName[] = [];
  let count = 0;
  let waiting: ((name: FactName) => void) | null = null;
  return {
    tell(name) {
      count += 1;
      if (waiting === null) told.push(name);
      else waiting(name);
      waiting = null;
    },
    next() {
      const first = told.shift();
      if (first !== undefined) return Promise.resolve(first);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    count: () => count,
  };
}

/** Looks only when told, so that a change nobody tells of never ends the wait. */
async function untilItIs(changes: Changes, name: FactName, expected: unknown): Promise<void> {
  while (JSON.stringify(await look(name)) !== JSON.stringify(expected)) await changes.next();
}
