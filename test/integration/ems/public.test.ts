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

test('the list of every CA is accepted by openssl and refuses what was revoked, replaced and revoked CAs included', async () => {
  await using ems = await runningEms({ settings: { serverNames: ['localhost'] } });
  await using tool = await openssl();
  const [good, gone] = [await ems.enroll(), await ems.enroll()];
  await ems.admin.call('revokeEndpoint', { uid: gone.uid, reason: 'test' });
  const opinion = async ({ cert }: { readonly cert: string }) => {
    const { ca, list } = addressesIn(cert);
    await tool.file('ca.pem', await (await request(ca)).body.text());
    await tool.file('list.der', new Uint8Array(await (await request(list)).body.arrayBuffer()));
    await tool.run('crl', '-inform', 'DER', '-in', 'list.der', '-out', 'list.pem');
    await tool.file('leaf.pem', cert);
    const read = await tool.run('crl', '-in', 'list.pem', '-CAfile', 'ca.pem', '-noout', '-text');
    const checked = ['verify', '-crl_check', '-CAfile', 'ca.pem', '-CRLfile', 'list.pem', 'leaf.pem'];
    return { isAccepted: (await tool.run(...checked)).ok, list: read.text };
  };
  assert.equal((await opinion(good)).isAccepted, true);
  assert.equal((await opinion(gone)).isAccepted, false);
  const replacing = { authority: null, retireAfterMs: 60_000, enrollAgain: false };
  const { before } = await ems.admin.call('replaceZtnaCa', { ...replacing, now: false });
  assert.equal((await opinion(good)).isAccepted, true);
  assert.equal((await opinion(await ems.enroll())).isAccepted, true);
  await ems.admin.call('retireZtnaCa', { id: before, compromised: true, enrollAgain: false });
  const last = await opinion(good);
  assert.equal(last.isAccepted, false);
  assert.match(last.list, /^verify OK$/m);
  assert.match(last.list, /CA Compromise/);
});

test('it says whose EMS it is, in an answer that nothing keeps and no sign-in page would give', async () => {
  await using ems = await runningEms();
  const answer = await request(`http://127.0.0.1:${ems.running.ports.public}/reachable`);
  assert.equal(answer.statusCode, 204);
  assert.equal(await answer.body.text(), '');
  const { fabricCa } = await ems.admin.call('status', {});
  const { 'stile-fabric-ca': told, 'cache-control': kept, 'set-cookie': cookie } = answer.headers;
  assert.deepEqual({ told, kept, cookie }, { told: fabricCa, kept: 'no-store', cookie: undefined });
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
