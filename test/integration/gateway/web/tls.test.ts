// What a web host does in its handshake, as openssl and a client of our own see it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect as connectTcp, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { askWeb } from './web-clients.ts';
import { startWebWorld, type WebWorld } from './web-world.ts';

let stage: WebWorld;

before(async () => {
  stage = await startWebWorld();
});
after(() => stage?.[Symbol.asyncDispose]());

/** Host, what is asked with, and what has to stand in openssl's words, or must not. */
const rows: readonly (readonly [string, string, readonly string[], RegExp, RegExp])[] = [
  [
    'a host that asks for certificates names its CA',
    'crm.corp.test',
    [],
    /Acceptable client certificate CA names[\s\S]*Throw-away ZTNA CA/,
    /no way/,
  ],
  [
    'a host that never asks sends no CertificateRequest',
    'open.corp.test',
    ['-tls1_3'],
    /No client certificate CA names sent/,
    /CertificateRequest/,
  ],
  ['nor over TLS 1.2', 'open.corp.test', ['-tls1_2'], /No client certificate CA names sent/, /CertificateRequest/],
  ['no session is kept, TLS 1.2', 'crm.corp.test', ['-tls1_2'], /Verif/, /NewSessionTicket/],
  [
    'HTTP/2 is chosen where a client offers it',
    'crm.corp.test',
    ['-alpn', 'h2,http/1.1'],
    /ALPN protocol: h2/,
    /no way/,
  ],
];

for (const [what, host, options, must, mustNot] of rows)
  test(what, async () => {
    const said = await sClient(host, ['-msg', ...options]);
    assert.match(said, must);
    assert.doesNotMatch(said, mustNot);
  });

// Node may send a ticket over TLS 1.3, early or late; what counts is that it is worth nothing.
test('no session is resumed, TLS 1.3', async () => {
  const { world } = stage;
  const options = {
    ...{ host: '127.0.0.1', port: world.gateway.port, servername: 'crm.corp.test' },
    ...{ ca: world.pki.fabric.certificatePem, minVersion: 'TLSv1.3' as const },
  };
  let kept: Buffer | undefined;
  const first = connectTls(options).on('session', (session) => {
    kept = session;
  });
  await once(first, 'secureConnect');
  first.write('GET / HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n');
  // A ticket comes before the answer.
  await once(first, 'data');
  first.destroy();
  const again = connectTls(kept === undefined ? options : { ...options, session: kept });
  await once(again, 'secureConnect');
  assert.equal(again.isSessionReused(), false);
  again.destroy();
});

test('TLS 1.1 is not spoken', async () => {
  assert.match(await sClient('crm.corp.test', ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']), /alert|Cipher is \(NONE\)/);
});

test('a ClientHello that comes in small pieces is understood', async () => {
  const { world } = stage;
  const relay = createServer((client) => {
    const gateway = connectTcp({ host: '127.0.0.1', port: world.gateway.port, noDelay: true });
    gateway.pipe(client);
    client.on('error', () => gateway.destroy());
    gateway.on('error', () => client.destroy());
    client.on('close', () => gateway.destroy());
    client.on('data', (bytes: Buffer) => void inPieces(bytes, (piece) => gateway.write(piece)));
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const bound = relay.address();
  assert.ok(bound !== null && typeof bound !== 'string');
  const socket = connectTls({
    ...{ host: '127.0.0.1', port: bound.port, servername: 'open.corp.test' },
    ca: world.pki.fabric.certificatePem,
  });
  await once(socket, 'secureConnect');
  socket.destroy();
  relay.close();
});

async function inPieces(bytes: Buffer, write: (piece: Buffer) => void): Promise<void> {
  for (let at = 0; at < bytes.length; at += 16) {
    write(bytes.subarray(at, at + 16));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test('a certificate that is replaced on the disk is shown from then on, and a broken file changes nothing', async () => {
  const { world, certificateFiles } = stage;
  const files = certificateFiles('open.corp.test');
  const next = await world.pki.server(['open.corp.test']);
  await writeFile(files.key, next.keyPem);
  await writeFile(files.certificate, next.certificatePem);
  await until(async () => (await serialShown('open.corp.test')) === next.serial);
  await writeFile(files.certificate, 'no certificate');
  await until(() => Promise.resolve(world.log.some((line) => line.includes('a server certificate cannot be used'))));
  assert.equal(await serialShown('open.corp.test'), next.serial);
  assert.equal((await askWeb(world, { host: 'open.corp.test' })).status, 200);
});

async function serialShown(host: string): Promise<string> {
  const { world } = stage;
  const socket = connectTls({
    host: '127.0.0.1',
    port: world.gateway.port,
    servername: host,
    ca: world.pki.fabric.certificatePem,
  });
  await once(socket, 'secureConnect');
  const serial = socket.getPeerX509Certificate()?.serialNumber ?? '';
  socket.destroy();
  return serial.padStart(40, '0');
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function sClient(host: string, options: readonly string[]): Promise<string> {
  const args = ['s_client', '-connect', `127.0.0.1:${stage.world.gateway.port}`, '-servername', host, ...options];
  return new Promise((resolve) => {
    const child = execFile('/usr/bin/openssl', args, { timeout: 20_000 }, (_error, out, err) => resolve(out + err));
    child.stdin?.end('Q\n');
  });
}
