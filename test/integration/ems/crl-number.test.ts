import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { request } from 'undici';
import { movedClock } from '../../doubles/moved-clock.ts';
import { type Openssl, openssl } from '../../doubles/openssl.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

/** The number of the list that a fresh certificate names, as openssl reads it. */
async function numberOf(ems: TestEms, tool: Openssl): Promise<number> {
  const { cert } = await ems.enroll();
  const ca = /CA Issuers - URI:(\S+)/.exec(new X509Certificate(cert).infoAccess ?? '')?.[1] ?? '';
  const list = await request(ca.replace('/ca/', '/crl/').replace('.pem', '.crl'));
  await tool.file('list.crl', new Uint8Array(await list.body.arrayBuffer()));
  const { text } = await tool.run('crl', '-inform', 'DER', '-in', 'list.crl', '-noout', '-crlnumber');
  return Number.parseInt(/crlNumber=(?:0x)?([0-9A-F]+)/i.exec(text)?.[1] ?? '', 16);
}

test('the number of a revocation list stays over a restart, and rises with every revocation and after a restore', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-crl-'));
  await using tool = await openssl();
  const clock = movedClock();
  const there = { directory: directory.path, clock, settings: { serverNames: ['localhost'] } };
  const numbers: number[] = [];
  {
    await using ems = await runningEms(there);
    numbers.push(await numberOf(ems, tool));
  }
  const restore = await testStore().backUp(directory.path);
  {
    await using ems = await runningEms(there);
    numbers.push(await numberOf(ems, tool));
    const { uid } = await ems.enroll();
    await ems.admin.call('revokeEndpoint', { uid, reason: 'test' });
    numbers.push(await numberOf(ems, tool));
  }
  await restore();
  clock.forward(60_000);
  {
    await using ems = await runningEms(there);
    numbers.push(await numberOf(ems, tool));
  }
  const [first = 0, afterRestart = 0, afterRevocation = 0, afterRestore = 0] = numbers;
  assert.equal(afterRestart, first);
  assert.ok(afterRevocation > first && afterRestore > afterRevocation, String(numbers));
});
