import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { request } from 'undici';
import { movedClock } from '../../doubles/moved-clock.ts';
import { openssl } from '../../doubles/openssl.ts';
import { runningEms } from '../../doubles/running-ems.ts';

/** Addresses that a certificate names: its CA and its list. */
function addressesIn(pem: string) {
  const { infoAccess = '' } = new X509Certificate(pem);
  const ca = /CA Issuers - URI:(\S+)/.exec(infoAccess)?.[1] ?? '';
  return { ca, list: ca.replace('/ca/', '/crl/').replace('.pem', '.crl') };
}

test('CA and list are served under the addresses in every certificate, as what they are', async () => {
  await using ems = await runningEms({ settings: { serverNames: ['localhost'] } });
  for (const { cert } of [await ems.enroll(), await ems.approvedGateway()]) {
    const { ca, list } = addressesIn(cert);
    const gotCa = await request(ca);
    assert.equal(gotCa.headers['content-type'], 'application/x-pem-file');
    const pem = await gotCa.body.text();
    assert.ok(new X509Certificate(cert).verify(new X509Certificate(pem).publicKey));
    assert.ok(!pem.includes('PRIVATE KEY'));
    const gotList = await request(list);
    assert.equal(gotList.headers['content-type'], 'application/pkix-crl');
    await gotList.body.dump();
  }
});

test('the public listener serves nothing else', async () => {
  await using ems = await runningEms();
  const origin = `http://127.0.0.1:${ems.running.ports.public}`;
  const paths = ['/', '/ca', '/ca/0000000000000000.pem', '/crl/0000000000000000.crl', '/ca/..%2f..%2fems.sqlite.pem'];
  for (const path of [...paths, '/api/v1/enroll', '/ca/fabric.pem']) {
    const answer = await request(origin + path);
    assert.equal(answer.statusCode, 404, path);
    assert.equal(JSON.parse(await answer.body.text()).code, 'route-unknown');
  }
});

test('a list is made anew long before it runs out, with a higher number', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings: { serverNames: ['localhost'] } });
  const { list } = addressesIn((await ems.enroll()).cert);
  await using tool = await openssl();
  const shown = async () => {
    await tool.file('list.crl', new Uint8Array(await (await request(list)).body.arrayBuffer()));
    const { text } = await tool.run('crl', '-inform', 'DER', '-in', 'list.crl', '-noout', '-nextupdate', '-crlnumber');
    const number = Number.parseInt(/crlNumber=(?:0x)?([0-9A-F]+)/i.exec(text)?.[1] ?? '', 16);
    return { number, ends: Date.parse(/nextUpdate=(.*)/.exec(text)?.[1] ?? '') };
  };
  const first = await shown();
  assert.deepEqual(await shown(), first);
  clock.forward(12 * 3_600_000);
  const second = await shown();
  assert.ok(second.number > first.number && second.ends > first.ends, JSON.stringify([first, second]));
});
