import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { type ConnectionOptions, connect, createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { gatewayId } from '../../../shared/ids.ts';
import { clientTlsOptions, serverTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import { makeJudge } from '../../../shared/node/x509/judge.ts';
import { type Credentials, makeThrowawayPki } from '../../doubles/throwaway-pki.ts';

/** Accepts one connection after another and hands each to the test. */
async function listening(options: Parameters<typeof serverTlsOptions>[0], changes: TlsOptions = {}) {
  const server = createServer({ ...serverTlsOptions(options), ...changes });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    /** Both ends of a new connection. */
    async pair(client: ConnectionOptions): Promise<{ readonly near: TLSSocket; readonly far: TLSSocket } & Disposable> {
      const accepted = once(server, 'secureConnection');
      const near = connect({ ...client, host: '127.0.0.1', port });
      near.on('error', () => near.destroy());
      await once(near, 'secureConnect');
      const [far]: TLSSocket[] = await accepted;
      if (far === undefined) throw new Error('nothing accepted');
      far.on('error', () => far.destroy());
      return {
        near,
        far,
        [Symbol.dispose]: () => {
          near.destroy();
          far.destroy();
        },
      };
    },
    connectTo: (client: ConnectionOptions) => connect({ ...client, host: '127.0.0.1', port }),
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

async function failure(socket: TLSSocket): Promise<string> {
  const [error]: Error[] = await once(socket, 'error');
  socket.destroy();
  return error?.message ?? '';
}

test('whatever certificate a client shows reaches the judge, and so does none', async () => {
  const pki = await makeThrowawayPki();
  const own = await pki.gateway(['gw.corp.test']);
  await using server = await listening({ key: own.keyPem, cert: own.certificatePem, requestClientCertificate: true });
  const judge = makeJudge({ anchors: [pki.ztna.certificatePem], now: Date.now });
  const expectation = { kinds: ['machine' as const], eku: 'client' as const, emsId: pki.emsId, sites: [pki.site] };
  const bad = await pki.badMachines();
  const table: readonly (readonly [Credentials | undefined, string])[] = [
    [undefined, 'anonymous'],
    [await pki.machine(), 'accepted'],
    [await pki.machine({ keyKind: 'rsa2048' }), 'accepted'],
    [bad.expired, 'rejected'],
    [bad.otherCaSameName, 'rejected'],
    [bad.serverOnly, 'rejected'],
  ];
  for (const [shown, kind] of table) {
    const mine = shown === undefined ? {} : { cert: shown.certificatePem, key: shown.keyPem };
    const options = clientTlsOptions({ ca: pki.fabric.certificatePem, servername: 'gw.corp.test', ...mine });
    using pair = await server.pair(options);
    assert.equal(judge.judge(pair.far.getPeerX509Certificate(), expectation).kind, kind);
    assert.equal(pair.near.getProtocol(), 'TLSv1.3');
    assert.equal(pair.near.alpnProtocol, 'http/1.1');
  }
});

test('no session is resumed, so no certificate outlives its connection', async () => {
  const pki = await makeThrowawayPki();
  const own = await pki.gateway(['gw.corp.test']);
  const machine = await pki.machine();
  await using server = await listening({ key: own.keyPem, cert: own.certificatePem, requestClientCertificate: true });
  const options = clientTlsOptions({ ca: pki.fabric.certificatePem, servername: 'gw.corp.test' });
  const sessions: Buffer[] = [];
  {
    using first = await server.pair({ ...options, cert: machine.certificatePem, key: machine.keyPem });
    first.near.on('session', (session) => sessions.push(session));
    first.far.write('x');
    await once(first.near, 'data');
    const last = first.near.getSession();
    if (last !== undefined) sessions.push(last);
  }
  assert.ok(sessions.length > 0);
  for (const session of sessions) {
    using again = await server.pair({ ...options, session });
    assert.equal(again.near.isSessionReused(), false);
    assert.equal(again.far.isSessionReused(), false);
    assert.equal(again.far.getPeerX509Certificate(), undefined);
  }
});

test('both ends prefer AES-128-GCM, and a server does so whatever a client likes better', async () => {
  const pki = await makeThrowawayPki();
  const own = await pki.gateway(['gw.corp.test']);
  const shown = { key: own.keyPem, cert: own.certificatePem, requestClientCertificate: true };
  await using server = await listening(shown);
  await using indifferent = await listening(shown, { honorCipherOrder: false });
  const ours = clientTlsOptions({ ca: pki.fabric.certificatePem, servername: 'gw.corp.test' });
  const other = { ...ours, ciphers: 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256' };
  const largest = { ...ours, ciphers: 'TLS_AES_256_GCM_SHA384' };
  const table = [
    [server, ours, 'TLS_AES_128_GCM_SHA256'],
    [server, other, 'TLS_AES_128_GCM_SHA256'],
    [server, largest, 'TLS_AES_256_GCM_SHA384'],
    [indifferent, ours, 'TLS_AES_128_GCM_SHA256'],
  ] as const;
  for (const [at, client, name] of table) {
    using pair = await at.pair(client);
    assert.equal(pair.near.getCipher().name, name);
  }
});

test('a client below TLS 1.3 is refused', async () => {
  const pki = await makeThrowawayPki();
  const own = await pki.gateway(['gw.corp.test']);
  await using server = await listening({ key: own.keyPem, cert: own.certificatePem, requestClientCertificate: true });
  const old = server.connectTo({ rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  assert.match(await failure(old), /protocol version/);
});

test('a client accepts only the gateway it expects, by DNS name and by gateway id', async () => {
  const pki = await makeThrowawayPki();
  const own = await pki.gateway(['gw.corp.test']);
  await using server = await listening({ key: own.keyPem, cert: own.certificatePem, requestClientCertificate: true });
  const ca = pki.fabric.certificatePem;
  {
    using pair = await server.pair(
      clientTlsOptions({
        ca,
        servername: 'gw.corp.test',
        identity: { kind: 'gateway', gatewayId: pki.gatewayId } as const,
      }),
    );
    assert.equal(pair.near.authorized, true);
  }
  const other = gatewayId.parse(`gw_${'D'.repeat(25)}Q`);
  for (const wrong of [
    { ca, servername: 'gw.corp.test', identity: { kind: 'gateway', gatewayId: other } as const },
    { ca, servername: 'other.corp.test', identity: { kind: 'gateway', gatewayId: pki.gatewayId } as const },
    {
      ca: pki.ztna.certificatePem,
      servername: 'gw.corp.test',
      identity: { kind: 'gateway', gatewayId: pki.gatewayId } as const,
    },
  ])
    assert.notEqual(await failure(server.connectTo(clientTlsOptions(wrong))), '');
});

test('the certificate of a gateway is read for the first connection only, and never stands for another', async () => {
  const pki = await makeThrowawayPki();
  const identity = { kind: 'gateway', gatewayId: pki.gatewayId } as const;
  const options = clientTlsOptions({ ca: pki.fabric.certificatePem, servername: 'gw.corp.test', identity });
  const shownBy = async (own: Credentials) => {
    await using server = await listening({
      key: own.keyPem,
      cert: own.certificatePem,
      requestClientCertificate: false,
    });
    using pair = await server.pair({ rejectUnauthorized: false });
    const seen = pair.near.getPeerCertificate();
    let reads = 0;
    const counted = Object.defineProperty({ ...seen }, 'raw', {
      get() {
        reads += 1;
        return seen.raw;
      },
    });
    const verdicts = [1, 2, 3].map(() => options.checkServerIdentity?.('gw.corp.test', counted)?.message);
    return { reads, verdicts };
  };
  const own = await shownBy(await pki.gateway(['gw.corp.test']));
  assert.deepEqual(own, { reads: 1, verdicts: [undefined, undefined, undefined] });
  const { reads, verdicts } = await shownBy(await pki.server(['gw.corp.test']));
  assert.equal(reads, 1);
  for (const verdict of verdicts) assert.match(verdict ?? '', /is not the gateway/);
});

test('a server of the EMS is no gateway', async () => {
  const pki = await makeThrowawayPki();
  const own = await pki.server(['gw.corp.test']);
  await using server = await listening({ key: own.keyPem, cert: own.certificatePem, requestClientCertificate: false });
  const options = clientTlsOptions({
    ca: pki.fabric.certificatePem,
    servername: 'gw.corp.test',
    identity: { kind: 'gateway', gatewayId: pki.gatewayId } as const,
  });
  assert.match(await failure(server.connectTo(options)), /is not the gateway/);
});

test('a client without an anchor is a mistake, not a client of the system’s roots', () => {
  for (const ca of ['', ' \n', [], ['']]) assert.throws(() => clientTlsOptions({ ca }), TypeError);
});
