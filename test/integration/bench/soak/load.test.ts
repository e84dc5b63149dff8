// The clients of the soak, held against the model: a service that goes on where it must not is noticed.

import assert from 'node:assert/strict';
import type { LookupFunction } from 'node:net';
import { test } from 'node:test';
import { type Ledger, openLedger } from '../../../../bench/soak/ledger.ts';
import { type Load, startLoad } from '../../../../bench/soak/load.ts';
import { startHttpApp } from '../../../../build/demo/stage/services/http-app.ts';

const loopback: LookupFunction = (_name, options, callback) =>
  options.all === true ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

interface Scene extends AsyncDisposable {
  readonly ledger: Ledger;
  readonly load: Load;
  /** Lets so many seconds pass at once. */
  pass(seconds: number): void;
  readonly said: () => string;
  stopService(): Promise<void>;
}

/** Two clients that get answers, of a service without anything of ours in between. */
async function scene(): Promise<Scene> {
  const app = await startHttpApp('127.0.0.1', 0);
  let ahead = 0;
  const ledger = openLedger(() => performance.now() + ahead);
  const target = { host: 'crm.corp.test', port: app.port, lookup: loopback };
  const load = startLoad(target, ledger, { echoClients: 2, bulkClients: 1 });
  await until(() => load.answeredSince(0) === 2 && load.counts.downloads > 0);
  return {
    ledger,
    load,
    pass: (seconds) => {
      ahead += seconds * 1_000;
    },
    said: () => ledger.violations.map(({ what }) => what).join('\n'),
    async stopService() {
      await app[Symbol.asyncDispose]();
    },
    async [Symbol.asyncDispose]() {
      await load[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a session that is open, and one that carries bytes, without the tag are both noticed', async () => {
  await using there = await scene();
  there.ledger.did({ kind: 'tag', allows: false });
  there.pass(20);
  await until(() => /carried bytes/.test(there.said()) && /is open/.test(there.said()));
  assert.match(there.said(), /a session carried bytes although the tag is lost/);
  assert.match(there.said(), /a session is open although the tag is lost/);
});

test('a session through a gateway that was killed is noticed', async () => {
  await using there = await scene();
  there.ledger.did({ kind: 'down', program: 'gateway' });
  there.ledger.did({ kind: 'running', program: 'gateway' });
  there.pass(20);
  await until(() => there.said() !== '');
  assert.match(there.said(), /although the gateway that carried it has ended/);
});

test('sessions that end although nothing had happened are noticed', async () => {
  await using there = await scene();
  there.ledger.did({ kind: 'recovered' });
  await there.stopService();
  await until(() => there.said() !== '');
  assert.match(there.said(), /a session ended although nothing had happened/);
});

test('where something was disturbed, sessions may end, and come again', async () => {
  await using there = await scene();
  there.ledger.did({ kind: 'recovered' });
  there.ledger.did({ kind: 'disturbing' });
  await there.stopService();
  await until(() => there.load.open() === 0);
  assert.equal(there.said(), '');
});
