import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { request } from 'undici';
import { openssl } from '../../doubles/openssl.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

async function inDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-ems-'));
  try {
    await run(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

test('a restart keeps the EMS, its CAs, its devices and its epoch', async () => {
  await inDirectory(async (directory) => {
    const first = await runningEms({ directory });
    const device = await first.enroll();
    const before = await first.admin.call('status', {});
    await first.stop();
    await using second = await runningEms({ directory });
    const after = await second.admin.call('status', {});
    assert.deepEqual(
      [after.emsId, after.epoch, after.fabricCa, after.ztnaCa],
      [before.emsId, before.epoch, before.fabricCa, before.ztnaCa],
    );
    await using client = second.agentClient(device);
    assert.equal((await client.call('profile', {})).site, 'default');
  });
});

test('a database restored from an older copy lives in a new epoch', async () => {
  await inDirectory(async (directory) => {
    const first = await runningEms({ directory, settings: { sweepMs: 10 } });
    const { epoch } = await first.admin.call('status', {});
    await first.stop();
    const restore = await testStore().backUp(directory);
    const second = await runningEms({ directory, settings: { sweepMs: 10 } });
    await second.enroll();
    assert.equal((await second.admin.call('status', {})).epoch, epoch);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await second.stop();
    await restore();
    await using third = await runningEms({ directory });
    assert.notEqual((await third.admin.call('status', {})).epoch, epoch);
  });
});

test('the keys of the authorities are for their owner only', async () => {
  await inDirectory(async (directory) => {
    await using _ = await runningEms({ directory });
    for (const file of ['ca/fabric-ca.pem', 'ca/ztna-ca.pem']) {
      const { mode } = await stat(path.join(directory, 'data', file));
      assert.equal((mode & 0o777).toString(8), '600', file);
    }
  });
});

test('openssl finds CA and list by the addresses in the certificate, and refuses it once revoked', async () => {
  await using ems = await runningEms({ settings: { serverNames: ['localhost'] } });
  const device = await ems.enroll();
  await using tool = await openssl();
  const leaf = new X509Certificate(device.cert);
  const caUrl = /CA Issuers - URI:(\S+)/.exec(leaf.infoAccess ?? '')?.[1] ?? '';
  assert.match(leaf.infoAccess ?? '', /OCSP - URI:http:\/\/localhost:\d+\/ocsp/);
  const ca = await (await request(caUrl)).body.text();
  const listUrl = caUrl.replace('/ca/', '/crl/').replace('.pem', '.crl');
  await tool.file('ca.pem', ca);
  await tool.file('device.pem', device.cert);
  const verify = async () => {
    await tool.file('list.crl', new Uint8Array(await (await request(listUrl)).body.arrayBuffer()));
    await tool.run('crl', '-inform', 'DER', '-in', 'list.crl', '-out', 'list.pem');
    return await tool.run(
      'verify',
      '-x509_strict',
      '-crl_check',
      '-CAfile',
      'ca.pem',
      '-CRLfile',
      'list.pem',
      '-purpose',
      'sslclient',
      'device.pem',
    );
  };
  const good = await verify();
  assert.ok(good.ok, good.text);
  await ems.admin.call('revokeCertificate', { serial: device.serial, reason: 'lost' });
  const revoked = await verify();
  assert.ok(!revoked.ok && revoked.text.includes('certificate revoked'), revoked.text);
});
