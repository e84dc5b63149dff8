// PostgreSQL from Debian as a protected server, with a certificate for its name and one user with a password.

import { appendFile, chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeThrowawayPki } from '../../../doubles/throwaway-pki.ts';
import { addresses, at } from '../stage/network.ts';
import { must } from '../stage/run.ts';
import { serve } from './serve.ts';

export interface Postgres extends AsyncDisposable {
  /** What `psql` needs besides the host. */
  readonly env: Readonly<Record<string, string>>;
}

export const postgresPort = 5432;

const programs = '/usr/lib/postgresql/15/bin';
const asPostgres = ['/usr/bin/setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'];

/** It refuses to run as root, so that its directory belongs to the user of Debian's package, and lies where that user gets. */
export async function startPostgres(): Promise<Postgres> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'postgres-'));
  const inFolder = (name: string) => path.join(directory, name);
  const data = inFolder('data');
  const owner = {
    uid: Number(await must('/usr/bin/id', ['-u', 'postgres'])),
    gid: Number(await must('/usr/bin/id', ['-g', 'postgres'])),
  };
  const pki = await makeThrowawayPki();
  const { certificatePem, keyPem } = await pki.server(['db.corp.test']);
  const files = { password: 'not a secret\n', 'server.pem': certificatePem, 'server.key': keyPem };
  await mkdir(data, { mode: 0o700 });
  for (const [name, content] of Object.entries(files)) await writeFile(inFolder(name), content, { mode: 0o600 });
  for (const place of [directory, data, ...Object.keys(files).map(inFolder)]) await chown(place, owner.uid, owner.gid);
  await writeFile(inFolder('ca.pem'), pki.fabric.certificatePem);
  const initdb = [`${programs}/initdb`, '-D', data, '-U', 'stile', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const [setpriv = '', ...identity] = asPostgres;
  await must(setpriv, [...identity, ...initdb, '--auth=scram-sha-256', `--pwfile=${inFolder('password')}`]);
  await appendFile(path.join(data, 'postgresql.conf'), settings(directory));
  await appendFile(path.join(data, 'pg_hba.conf'), `host all all ${addresses.edgeToServices.ipv4}/32 scram-sha-256\n`);
  const server = await serve(at('services', [...asPostgres, `${programs}/postgres`, '-D', data]), postgresPort);
  return {
    env: { PGUSER: 'stile', PGPASSWORD: 'not a secret', PGDATABASE: 'postgres', PGSSLROOTCERT: inFolder('ca.pem') },
    async [Symbol.asyncDispose]() {
      // At once; SIGTERM would wait for the clients to leave.
      server.child.kill('SIGQUIT');
      await server.ended;
    },
  };
}

function settings(directory: string): string {
  return `
listen_addresses = '${addresses.services.ipv4}'
port = ${postgresPort}
unix_socket_directories = '${directory}'
fsync = off
# Else a query that sleeps does not notice that nobody waits for it any more.
client_connection_check_interval = 100ms
ssl = on
ssl_cert_file = '${directory}/server.pem'
ssl_key_file = '${directory}/server.key'
`;
}
