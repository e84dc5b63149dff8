// TLS and certificates as the machine's own openssl and curl see them, at every listener of gateway and EMS.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gatewayName, sClient } from './stage/clients.ts';
import { addresses } from './stage/network.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import { openStage, type Stage } from './stage/stage.ts';

await inOwnMachine();

let stage: Stage;
/** PEM files of every certificate of ours, with the CA that signed each, both as a stranger got them. */
let found: Readonly<Record<Kind, Found>>;
const opened = new AsyncDisposableStack();

type Kind = 'the gateway' | 'the EMS for agents' | 'the EMS for gateways' | 'the device';

interface Found {
  readonly cert: string;
  readonly text: string;
  /** From the address that the certificate names. */
  readonly ca: string;
  readonly list: string;
}

const listeners = { 'the gateway': 9443, 'the EMS for agents': 8013, 'the EMS for gateways': 8014 } as const;

before(async () => {
  stage = opened.use(await openStage({ services: [{ name: 'web', port: 80 }] }));
  const presented = async (port: number) => (await handshake(port, [])).out;
  found = {
    'the gateway': await look('gateway', await presented(9443)),
    'the EMS for agents': await look('agents', await presented(8013)),
    'the EMS for gateways': await look('gateways', await presented(8014)),
    'the device': await look('device', await readFile(stage.pem.cert, 'utf8')),
  };
});
after(() => opened.disposeAsync());

/** One handshake, and what openssl shows of it. */
function handshake(port: number, args: readonly string[]) {
  return stage.device.run(sClient(stage, null, args, port), { input: '' });
}

interface HandshakeRow {
  readonly what: string;
  readonly args: readonly string[];
  /** What openssl shows of a handshake that came about; null where none may. */
  readonly shows: RegExp | null;
}

const anyCipher = ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'];

const handshakes: readonly HandshakeRow[] = [
  {
    what: 'TLS 1.3',
    args: [],
    shows: /^New, TLSv1\.3, Cipher is TLS_(AES_128_GCM|AES_256_GCM|CHACHA20_POLY1305)_SHA/m,
  },
  { what: 'TLS 1.2', args: ['-tls1_2'], shows: null },
  { what: 'TLS 1.2 with any cipher', args: ['-tls1_2', ...anyCipher], shows: null },
  { what: 'TLS 1.1', args: ['-tls1_1', ...anyCipher], shows: null },
  { what: 'TLS 1.0', args: ['-tls1', ...anyCipher], shows: null },
  { what: 'a cipher with a short tag', args: ['-ciphersuites', 'TLS_AES_128_CCM_8_SHA256'], shows: null },
  { what: 'HTTP/1.1', args: ['-alpn', 'http/1.1'], shows: /^ALPN protocol: http\/1\.1$/m },
  { what: 'HTTP/2 or HTTP/1.1', args: ['-alpn', 'h2,http/1.1'], shows: /^ALPN protocol: http\/1\.1$/m },
  { what: 'HTTP/2 alone', args: ['-alpn', 'h2'], shows: null },
  { what: 'no protocol', args: [], shows: /^No ALPN negotiated$/m },
  { what: 'another server name', args: ['-servername', 'other.test'], shows: /^Verify return code: 0 \(ok\)$/m },
  { what: 'no server name', args: ['-noservername'], shows: /^Verify return code: 0 \(ok\)$/m },
];

for (const [listener, port] of Object.entries(listeners)) {
  for (const { what, args, shows } of handshakes)
    test(`${listener}: a client that offers ${what} ${shows === null ? 'gets no connection' : 'is served'}`, async () => {
      const { code, out, all } = await handshake(port, args);
      assert.equal(code, shows === null ? 1 : 0, all);
      assert.match(out, shows ?? /^no peer certificate available$/m);
    });

  test(`${listener}: a session that a client kept is worth nothing, with a certificate or without`, async () => {
    const kept = path.join(stage.directory, `session-${port}`);
    await using first = stage.device.start(sClient(stage, stage.pem, ['-sess_out', kept], port));
    first.type(`GET /nothing HTTP/1.1\r\nHost: ${gatewayName}\r\n\r\n`);
    // Tickets, if any, come before the first answer.
    await first.says(/^\{"code":/m);
    first.type('\nQ\n');
    await first.ended;
    if (!existsSync(kept)) return;
    for (const shown of [stage.pem, null]) {
      const again = await stage.device.run(sClient(stage, shown, ['-sess_in', kept], port), { input: '' });
      assert.match(again.out, /^New, TLSv1\.3/m);
      assert.doesNotMatch(again.out, /^Reused/m);
    }
  });
}

/** Each certificate: the name it holds, and for what it may be used. */
const certificates: readonly { kind: Kind; args: readonly string[]; ok: boolean }[] = [
  { kind: 'the gateway', args: ['-purpose', 'sslserver', '-verify_hostname', gatewayName], ok: true },
  { kind: 'the gateway', args: ['-purpose', 'sslserver', '-verify_hostname', 'ems.corp.test'], ok: false },
  { kind: 'the gateway', args: ['-purpose', 'sslserver', '-verify_ip', addresses.edge.ipv4], ok: false },
  { kind: 'the EMS for agents', args: ['-purpose', 'sslserver', '-verify_ip', addresses.edge.ipv4], ok: true },
  { kind: 'the EMS for agents', args: ['-purpose', 'sslserver', '-verify_ip', addresses.edge.ipv6], ok: true },
  { kind: 'the EMS for agents', args: ['-purpose', 'sslserver', '-verify_hostname', gatewayName], ok: false },
  { kind: 'the EMS for agents', args: ['-purpose', 'sslclient'], ok: false },
  { kind: 'the EMS for gateways', args: ['-purpose', 'sslserver', '-verify_hostname', 'localhost'], ok: true },
  { kind: 'the device', args: ['-purpose', 'sslclient'], ok: true },
  { kind: 'the device', args: ['-purpose', 'sslserver'], ok: false },
];

for (const { kind, args, ok } of certificates)
  test(`the certificate of ${kind} is ${ok ? '' : 'not '}good for ${args.slice(1).join(' ')}`, async () => {
    const { cert, ca } = found[kind];
    assert.equal((await verify(ca, cert, ...args)).code === 0, ok);
  });

for (const kind of ['the gateway', 'the EMS for agents', 'the EMS for gateways', 'the device'] as const)
  test(`the certificate of ${kind}: serial, dates, and a list of its CA that does not name it`, async () => {
    const { cert, ca, list } = found[kind];
    const { out } = await openssl('x509', '-in', cert, '-noout', '-serial', '-startdate', '-enddate');
    const [, serial = '', start = '', end = ''] = /^serial=(.*)\nnotBefore=(.*)\nnotAfter=(.*)\n$/.exec(out) ?? [];
    // 20 octets of DER, and a number that is above zero.
    assert.match(serial, /^(0[1-9A-F]|[1-7][0-9A-F])[0-9A-F]{38}$/);
    const now = Date.now();
    assert.ok(Date.parse(start) > now - 10 * 60_000 && Date.parse(start) < now - 4 * 60_000, out);
    assert.equal(Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000), 90);
    assert.equal((await verify(ca, cert, '-crl_check', '-CRLfile', list)).code, 0);
  });

test('the servers’ CA is the one that the device was told to trust, and the devices’ CA is another', async () => {
  const pinned = await readFile(stage.pem.ca, 'utf8');
  for (const kind of ['the gateway', 'the EMS for agents', 'the EMS for gateways'] as const)
    assert.equal(await readFile(found[kind].ca, 'utf8'), pinned);
  assert.notEqual(await readFile(found['the device'].ca, 'utf8'), pinned);
  const strange = await verify(stage.pem.ca, stage.pem.cert);
  assert.match(strange.all, /unable to get local issuer certificate/);
});

test('a device that is revoked is on the next list, whose number is higher, and openssl refuses it', async () => {
  const { ems } = stage.organisation;
  const { ca, text } = found['the device'];
  const { uid, cert, serial } = await ems.enroll();
  const file = path.join(stage.directory, 'stolen.pem');
  await writeFile(file, cert);
  const before = await readList(found['the device'].list, ca);
  assert.doesNotMatch(before.text, new RegExp(serial));
  await ems.admin.call('revokeEndpoint', { uid, reason: 'stolen' });
  const list = await fetchList('after', text);
  const after = await readList(list, ca);
  assert.match(after.text, new RegExp(`Serial Number: ${serial}`));
  assert.ok(after.number > before.number);
  assert.ok(after.ends > Date.now() && after.ends <= Date.now() + 7 * 86_400_000);
  assert.match((await verify(ca, file, '-crl_check', '-CRLfile', list)).all, /certificate revoked/);
  assert.equal((await verify(ca, stage.pem.cert, '-crl_check', '-CRLfile', list)).code, 0, 'the other device');
});

function openssl(...args: readonly string[]) {
  return stage.device.run(['/usr/bin/openssl', ...args]);
}

function verify(ca: string, cert: string, ...args: readonly string[]) {
  return openssl('verify', '-x509_strict', '-CAfile', ca, ...args, cert);
}

/** Fetches with curl what a certificate says is to be found, and puts it into files. */
async function look(name: string, pem: string): Promise<Found> {
  const cert = path.join(stage.directory, `${name}.pem`);
  await writeFile(cert, pem);
  const { out: text } = await openssl('x509', '-in', cert, '-noout', '-text');
  const ca = path.join(stage.directory, `${name}-ca.pem`);
  await fetched(/CA Issuers - URI:(\S+)/, text, ca);
  return { cert, text, ca, list: await fetchList(name, text) };
}

/** The list as PEM, which `openssl verify` wants; what is served is DER. */
async function fetchList(name: string, text: string): Promise<string> {
  const [der, pem] = [path.join(stage.directory, `${name}.crl`), path.join(stage.directory, `${name}-crl.pem`)];
  await fetched(/CRL Distribution Points:[\s\S]*?URI:(\S+)/, text, der);
  assert.equal((await openssl('crl', '-inform', 'DER', '-in', der, '-out', pem)).code, 0);
  return pem;
}

async function fetched(address: RegExp, text: string, file: string): Promise<void> {
  const url = address.exec(text)?.[1] ?? '';
  const { code, all } = await stage.device.run(['/usr/bin/curl', '-sS', '--fail', '-o', file, url]);
  assert.equal(code, 0, `${all}\n${text}`);
}

async function readList(file: string, ca: string) {
  const args = ['-noout', '-text', '-nextupdate', '-crlnumber', '-verify', '-CAfile', ca];
  const { out, all } = await openssl('crl', '-in', file, ...args);
  assert.match(all, /verify OK/);
  const number = Number.parseInt(/^crlNumber=(?:0x)?([0-9A-F]+)$/im.exec(out)?.[1] ?? '', 16);
  return { text: out, number, ends: Date.parse(/^nextUpdate=(.*)$/m.exec(out)?.[1] ?? '') };
}
