// nginx as somebody else's gateway: it trusts our ZTNA CA, and asks our revocation list or our OCSP responder.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { request } from 'undici';
import { answers } from '../../../build/demo/stage/ports.ts';
import { freePort } from '../../doubles/free-port.ts';
import { openssl } from '../../doubles/openssl.ts';
import { runningEms, type TestDevice, type TestEms } from '../../doubles/running-ems.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';
import { asked } from './stage/organisation.ts';
import { inOwnMachine } from './stage/own-machine.ts';
import { run, start } from './stage/run.ts';

await inOwnMachine();

let ems: TestEms;
let directory: string;
let ports: { readonly list: number; readonly ocsp: number };
let hangUp: () => void;
const opened = new AsyncDisposableStack();
const inDirectory = (name: string) => path.join(directory, name);

before(async () => {
  directory = opened.use(await mkdtempDisposable(path.join(os.tmpdir(), 'stile-revocation-'))).path;
  ems = opened.use(await runningEms({ settings: { serverNames: ['localhost', '127.0.0.1'] } }));
  ports = { list: await freePort('127.0.0.1'), ocsp: await freePort('127.0.0.1') };
  const server = await (await makeThrowawayPki()).server(['localhost']);
  await writeFile(inDirectory('server.pem'), server.certificatePem);
  await writeFile(inDirectory('server.key'), server.keyPem, { mode: 0o600 });
  const { cert } = await ems.enroll();
  await writeFile(inDirectory('ztna.pem'), await (await request(caAddress(cert))).body.text());
  await fetchList(cert);
  await writeFile(inDirectory('nginx.conf'), configuration());
  const nginx = start(['/usr/sbin/nginx', '-e', 'stderr', '-c', inDirectory('nginx.conf')], { limitMs: 120_000 });
  opened.defer(async () => {
    nginx.child.kill('SIGTERM');
    await nginx.ended;
  });
  hangUp = () => nginx.child.kill('SIGHUP');
  await asked(async () => (await answers('127.0.0.1', ports.list)) && (await answers('127.0.0.1', ports.ocsp)));
});
after(() => opened.disposeAsync());

/** The address of its CA, as the certificate itself names it. */
function caAddress(cert: string): string {
  return /CA Issuers - URI:(\S+)/.exec(new X509Certificate(cert).infoAccess ?? '')?.[1] ?? '';
}

async function fetchList(cert: string): Promise<void> {
  await using tool = await openssl();
  const list = await request(caAddress(cert).replace('/ca/', '/crl/').replace('.pem', '.crl'));
  await tool.file('list.der', new Uint8Array(await list.body.arrayBuffer()));
  const { ok, text } = await tool.run('crl', '-inform', 'DER', '-in', 'list.der', '-out', inDirectory('list.pem'));
  assert.ok(ok, text);
}

/** The status with which nginx answers the holder of a certificate. */
async function statusFor(device: Pick<TestDevice, 'cert' | 'key' | 'serial'>, port: number): Promise<string> {
  const [cert, key] = [inDirectory(`${device.serial}.pem`), inDirectory(`${device.serial}.key`)];
  await writeFile(cert, device.cert);
  await writeFile(key, device.key, { mode: 0o600 });
  const shown = ['--cert', cert, '--key', key, '-k', '-sS', '-o', '/dev/null', '-w', '%{http_code}'];
  return (await run(['/usr/bin/curl', ...shown, `https://127.0.0.1:${port}/`])).out;
}

test('nginx with our revocation list lets a device in, and refuses it once it is revoked and the list was fetched', async () => {
  const device = await ems.enroll();
  assert.equal(await statusFor(device, ports.list), '200');
  await ems.admin.call('revokeEndpoint', { uid: device.uid, reason: 'stolen' });
  await fetchList(device.cert);
  hangUp();
  await asked(async () => (await statusFor(device, ports.list)) === '400');
  assert.equal(await statusFor(await ems.enroll(), ports.list), '200');
});

test('nginx that asks our OCSP responder lets a device in, and refuses one that was revoked', async () => {
  const [device, stolen] = [await ems.enroll(), await ems.enroll()];
  await ems.admin.call('revokeEndpoint', { uid: stolen.uid, reason: 'stolen' });
  assert.equal(await statusFor(device, ports.ocsp), '200');
  assert.equal(await statusFor(stolen, ports.ocsp), '400');
});

function configuration(): string {
  const tls = `ssl_certificate ${inDirectory('server.pem')};
    ssl_certificate_key ${inDirectory('server.key')};
    ssl_client_certificate ${inDirectory('ztna.pem')};
    ssl_verify_client on;
    location / { return 200 "in"; }`;
  return `daemon off;
user root;
worker_processes 1;
pid ${inDirectory('nginx.pid')};
events {}
http {
  access_log off;
  client_body_temp_path ${inDirectory('body')};
  proxy_temp_path ${inDirectory('proxy')};
  fastcgi_temp_path ${inDirectory('fastcgi')};
  uwsgi_temp_path ${inDirectory('uwsgi')};
  scgi_temp_path ${inDirectory('scgi')};
  server {
    listen 127.0.0.1:${ports.list} ssl;
    ${tls}
    ssl_crl ${inDirectory('list.pem')};
  }
  server {
    listen 127.0.0.1:${ports.ocsp} ssl;
    ${tls}
    ssl_ocsp leaf;
    ssl_ocsp_responder http://127.0.0.1:${ems.running.ports.public}/ocsp;
  }
}
`;
}
