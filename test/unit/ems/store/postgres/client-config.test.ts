import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { clientConfig, wholeNumber } from '../../../../../ems/store/postgres/client-config.ts';
import { databaseSettings, type PostgresSettings } from '../../../../../ems/store/settings.ts';
import { hasCode } from '../../../../../shared/errors/app-error.ts';

function settings(over: Readonly<Record<string, unknown>>): PostgresSettings {
  const parsed = databaseSettings.parse({ kind: 'postgres', ...over });
  assert.ok(parsed.kind === 'postgres');
  return parsed;
}

test('over a network the certificate is verified for the host unless the settings say otherwise; on this machine nothing is encrypted', async () => {
  const sslFor = async (over: Readonly<Record<string, unknown>>) => (await clientConfig(settings(over))).ssl;
  assert.deepEqual(await sslFor({ host: 'db.corp.test' }), { rejectUnauthorized: true, host: 'db.corp.test' });
  assert.deepEqual(await sslFor({ host: 'localhost', tls: 'verify' }), { rejectUnauthorized: true, host: 'localhost' });
  for (const host of ['/run/postgresql', 'localhost', '127.0.0.1', '::1']) assert.equal(await sslFor({ host }), false);
  assert.equal(await sslFor({ host: 'db.corp.test', tls: 'off' }), false);
});

test('the password is read from its file at every connection, without the end of its line', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-password-'));
  const passwordFile = path.join(directory.path, 'password');
  await writeFile(passwordFile, 'first\n');
  const { password } = await clientConfig(settings({ passwordFile }));
  assert.ok(typeof password === 'function');
  assert.equal(await password(), 'first');
  await writeFile(passwordFile, ' second ');
  assert.equal(await password(), ' second ');
});

test('a password file that is not there is named at start', async () => {
  const wanted = clientConfig(settings({ passwordFile: '/nowhere/password' }));
  await assert.rejects(
    wanted,
    (error) => hasCode(error, 'config-unreadable') && error.params.path === '/nowhere/password',
  );
});

test('a number that would be rounded is an error', () => {
  assert.equal(wholeNumber('9007199254740991'), Number.MAX_SAFE_INTEGER);
  assert.throws(() => wholeNumber('9007199254740993'), RangeError);
});
