import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { request } from 'undici';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { pinnedClient } from '../../../shared/node/tls/fabric-ca.ts';
import { createAuthority } from '../../../shared/node/x509/authority.ts';
import { issue } from '../../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import { runningEms } from '../../doubles/running-ems.ts';

test('the console shows the certificate of the files that are configured, and refuses to start with half of one', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-certificate-'));
  const authority = await createAuthority({ role: 'fabric', commonName: 'An organisation of its own', days: 2 });
  const keys = await newKeyPair('p256');
  const { certificatePem } = await issue({
    authority,
    publicKey: keys.publicKey,
    subjectCn: 'console',
    dnsNames: ['localhost'],
    ipAddresses: [],
    eku: 'server',
    days: 1,
    publicUrl: 'http://localhost',
  });
  const files = {
    certificateFile: path.join(directory.path, 'console.pem'),
    keyFile: path.join(directory.path, 'console.key'),
  };
  const listen = { host: '127.0.0.1', port: 0 };
  await writeFile(files.certificateFile, certificatePem);
  await assert.rejects(runningEms({ settings: { console: { ...listen, ...files } } }), (error) =>
    hasCode(error, 'config-unreadable'),
  );
  await writeFile(files.keyFile, privateKeyPem(await newKeyPair('p256')));
  await assert.rejects(runningEms({ settings: { console: { ...listen, ...files } } }), (error) =>
    hasCode(error, 'key-unreadable'),
  );
  await writeFile(files.keyFile, privateKeyPem(keys));
  await using ems = await runningEms({ settings: { console: { ...listen, ...files } } });
  await using client = pinnedClient(`localhost:${ems.running.ports.console}`, { ca: authority.certificatePem });
  const { statusCode } = await request(`${client.origin}/api/openapi.json`, { dispatcher: client.dispatcher });
  assert.equal(statusCode, 200);
});
