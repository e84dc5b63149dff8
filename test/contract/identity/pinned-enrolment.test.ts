import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { request } from 'undici';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { fetchFabricCa, pinnedClient } from '../../../shared/node/tls/fabric-ca.ts';
import { authorityFingerprint, createAuthority } from '../../../shared/node/x509/authority.ts';
import { forgingServer } from '../../doubles/forging-server.ts';
import { makeThrowawayPki, type ThrowawayPki } from '../../doubles/throwaway-pki.ts';

const code = 'THECODETHATMUSTNEVERTRAVEL';

async function sendCode(server: string, ca: string): Promise<number> {
  await using client = pinnedClient(server, { ca });
  const reply = await request(`${client.origin}/api/v1/enroll`, {
    dispatcher: client.dispatcher,
    method: 'POST',
    body: JSON.stringify({ code }),
  });
  await reply.body.text();
  return reply.statusCode;
}

async function honestServer(pki: ThrowawayPki, answer: string = pki.fabric.certificatePem) {
  const { keyPem: key, certificatePem: cert } = await pki.server(['localhost', 'ems.corp.test'], {
    ipAddresses: ['127.0.0.1'],
  });
  return forgingServer({ key, cert, answer });
}

test('the fabric CA is fetched, compared with the pin, and then the only anchor', async () => {
  const pki = await makeThrowawayPki();
  await using server = await honestServer(pki);
  const address = `127.0.0.1:${server.port}`;
  const ca = await fetchFabricCa({ server: address, sha256: authorityFingerprint(pki.fabric.certificatePem) });
  assert.equal(authorityFingerprint(ca), authorityFingerprint(pki.fabric.certificatePem));
  assert.match(server.heard(), /^GET \/ca HTTP\/1\.1\r\n/);
  assert.equal(await sendCode(address, ca), 200);
  assert.ok(server.heard().includes(code));
});

test('a server that shows another fabric CA is refused at the first connection', async () => {
  const pki = await makeThrowawayPki();
  await using server = await honestServer(pki);
  const sha256 = authorityFingerprint(
    (await createAuthority({ role: 'fabric', commonName: 'x', days: 1 })).certificatePem,
  );
  await assert.rejects(fetchFabricCa({ server: `127.0.0.1:${server.port}`, sha256 }), { code: 'pin-mismatch' });
});

test('own leaf with the real CA’s name and the real CA appended: refused, and the code is never sent', async () => {
  const pki = await makeThrowawayPki();
  const { subject } = new X509Certificate(pki.fabric.certificatePem);
  const twin = await createAuthority({ role: 'fabric', commonName: subject.replace('CN=', ''), days: 365 });
  const own = await pki.server(['localhost'], { authority: twin, ipAddresses: ['127.0.0.1'] });
  await using server = await forgingServer({
    key: own.keyPem,
    cert: own.certificatePem + pki.fabric.certificatePem,
    answer: pki.fabric.certificatePem,
  });
  const address = `127.0.0.1:${server.port}`;
  // The real CA is public: the first connection cannot tell, and must not need to.
  const ca = await fetchFabricCa({ server: address, sha256: authorityFingerprint(pki.fabric.certificatePem) });
  await assert.rejects(sendCode(address, ca));
  assert.ok(!server.heard().includes(code));
});

test('a second certificate smuggled in beside the pinned one is not trusted', async () => {
  const pki = await makeThrowawayPki();
  const evil = await createAuthority({ role: 'fabric', commonName: 'Evil', days: 365 });
  for (const answer of [
    pki.fabric.certificatePem + evil.certificatePem,
    evil.certificatePem + pki.fabric.certificatePem,
  ]) {
    await using server = await honestServer(pki, answer);
    const sha256 = authorityFingerprint(pki.fabric.certificatePem);
    await assert.rejects(fetchFabricCa({ server: `127.0.0.1:${server.port}`, sha256 }), { code: 'pin-mismatch' });
  }
});

test('a leaf of the right CA under the pin is no CA', async () => {
  const pki = await makeThrowawayPki();
  const leaf = await pki.server(['localhost']);
  await using server = await honestServer(pki, leaf.certificatePem);
  await assert.rejects(fetchFabricCa({ server: `127.0.0.1:${server.port}`, sha256: leaf.sha256 }), {
    code: 'pin-mismatch',
  });
});

test('the code goes to no server with another name, no expired one, no gateway, and not by an environment variable', async (t) => {
  const pki = await makeThrowawayPki();
  const past = new Date(Date.now() - 100 * 86_400_000);
  const ipAddresses = ['127.0.0.1'];
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  t.after(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  });
  for (const shown of [
    await pki.server(['other.corp.test']),
    await pki.server(['localhost'], { ipAddresses, notBefore: past, days: 90 }),
    await pki.gateway(['localhost'], { ipAddresses }),
    await pki.server(['localhost'], { ipAddresses, eku: 'client' }),
    await pki.server(['localhost'], { ipAddresses, authority: pki.ztna }),
  ]) {
    await using server = await forgingServer({ key: shown.keyPem, cert: shown.certificatePem, answer: '' });
    await assert.rejects(sendCode(`127.0.0.1:${server.port}`, pki.fabric.certificatePem));
    assert.equal(server.heard(), '');
  }
});

test('an endless answer, an error, silence and a closed port are an EMS that cannot be reached', async () => {
  const pki = await makeThrowawayPki();
  const sha256 = authorityFingerprint(pki.fabric.certificatePem);
  const isUnreachable = (error: unknown) => hasCode(error, 'ems-unreachable');
  await using large = await honestServer(pki, 'x'.repeat(70_000));
  await assert.rejects(fetchFabricCa({ server: `127.0.0.1:${large.port}`, sha256 }), isUnreachable);
  const { keyPem: key, certificatePem: cert } = await pki.server(['localhost']);
  await using failing = await forgingServer({ key, cert, answer: pki.fabric.certificatePem, status: 500 });
  await assert.rejects(fetchFabricCa({ server: `127.0.0.1:${failing.port}`, sha256 }), isUnreachable);
  await assert.rejects(fetchFabricCa({ server: '127.0.0.1:1', sha256 }), isUnreachable);

  const silent = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await assert.rejects(fetchFabricCa({ server: `127.0.0.1:${port}`, sha256, timeoutMs: 200 }), isUnreachable);
  silent.close();
});

test('whoever gives up gets his own reason back', async () => {
  const giveUp = AbortSignal.abort(new Error('enough'));
  await assert.rejects(fetchFabricCa({ server: '127.0.0.1:1', sha256: '', signal: giveUp }), /enough/);
});
