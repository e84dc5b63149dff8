// A real PostgreSQL of its own, in a directory of its own: started, stopped as one wishes, and gone afterwards.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import type { DatabaseSettings } from '../../ems/store/settings.ts';
import { freePort } from './free-port.ts';

const programs = '/usr/lib/postgresql/15/bin';
/** PostgreSQL refuses to be root; the package brings this user. It ends with us, also if we are killed. */
const asItsUser = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--pdeathsig=KILL'];
const owner = 'stile';

export interface TestPostgres extends AsyncDisposable {
  /** Where its socket lies. */
  readonly directory: string;
  readonly port: number;
  /** Makes an empty database; the EMS's settings for it, and its name. */
  newDatabase(): Promise<Extract<DatabaseSettings, { kind: 'postgres' }>>;
  /** Makes a database that is the copy of one that nobody uses just now, in place of one of that name. */
  copyDatabase(from: string, to: string): Promise<void>;
  query(database: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** All that a database holds, as text. */
  dump(database: string): Promise<string>;
  /** Puts what was dumped, and then changed by a statement, in a database's place, whoever uses that just now. */
  restore(database: string, dumped: string, change: string): Promise<void>;
  /** `immediate` is what a crash leaves; `fast` ends every connection and writes everything down. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
}

/** @param tls key and certificate in PEM, with which it speaks TLS over TCP */
export async function startPostgres(tls?: { readonly key: string; readonly cert: string }): Promise<TestPostgres> {
  const directory = await mkdtemp('/tmp/stile-pg-');
  const data = path.join(directory, 'data');
  // Without a port of its own two of them could not run beside each other: TCP is on for what is tested about passwords.
  const port = await freePort('127.0.0.1');
  let server: ChildProcess | null = null;
  let made = 0;

  async function initialise(): Promise<void> {
    if (process.getuid?.() === 0) await chown(directory, ...(await postgresIds()));
    const options = ['--no-sync', '--locale=C', '-E', 'UTF8', '--auth-local=trust', '--auth-host=scram-sha-256'];
    await run([path.join(programs, 'initdb'), '-D', data, '-U', owner, ...options]);
  }

  async function tlsSettings(): Promise<readonly string[]> {
    if (tls === undefined) return [];
    for (const [name, pem] of Object.entries(tls)) {
      const file = path.join(directory, `${name}.pem`);
      await writeFile(file, pem, { mode: 0o600 });
      if (process.getuid?.() === 0) await chown(file, ...(await postgresIds()));
    }
    return ['ssl=on', `ssl_key_file=${directory}/key.pem`, `ssl_cert_file=${directory}/cert.pem`];
  }

  async function start(): Promise<void> {
    // A login that nobody brings to its end is not ended by the server either: whoever leaves one open hangs.
    const settings = [
      'listen_addresses=127.0.0.1',
      'fsync=off',
      'authentication_timeout=600',
      ...(await tlsSettings()),
    ];
    const options = ['-k', directory, '-p', String(port), ...settings.flatMap((each) => ['-c', each])];
    const child = own([path.join(programs, 'postgres'), '-D', data, ...options], ['ignore', 'ignore', 'pipe']);
    server = child;
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const lines = createInterface({ input: child.stderr ?? process.stdin });
      lines.on('line', (line) => {
        said.push(line);
        if (line.includes('database system is ready to accept connections')) resolve();
      });
      lines.on('close', () => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)));
      child.once('error', reject);
    });
  }

  async function stop(how: 'fast' | 'immediate'): Promise<void> {
    if (server === null) return;
    const gone = once(server, 'exit');
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await gone;
    server = null;
  }

  async function query(database: string, sql: string): Promise<readonly Record<string, unknown>[]> {
    const client = new Client({ host: directory, port, user: owner, database });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  await initialise();
  await start();
  return {
    directory,
    port,
    query,
    dump: (database) =>
      run([path.join(programs, 'pg_dump'), '--inserts', '-h', directory, '-p', String(port), '-U', owner, database]),
    async restore(database, dumped, change) {
      const fresh = `${database}_restored`;
      await query('postgres', `create database ${fresh}`);
      // What begins so is for psql.
      await query(fresh, dumped.replace(/^\\.*$/gm, ''));
      await query(fresh, `set search_path to public; ${change}`);
      await query('postgres', `drop database ${database} with (force)`);
      await query('postgres', `alter database ${fresh} rename to ${database}`);
    },
    stop,
    start,
    async newDatabase() {
      made += 1;
      const name = `ems_${made}`;
      await query('postgres', `create database ${name}`);
      return { kind: 'postgres', host: directory, port, name, user: owner, connections: 10, lockTimeoutMs: 10_000 };
    },
    async copyDatabase(from, to) {
      await query('postgres', `drop database if exists ${to}`);
      await query('postgres', `create database ${to} template ${from}`);
    },
    async [Symbol.asyncDispose]() {
      await stop('immediate');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Writes a password file as an administrator would. */
export async function passwordFile(directory: string, password: string): Promise<string> {
  const file = path.join(directory, 'password');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return file;
}

function own(command: readonly string[], stdio: ('ignore' | 'pipe')[]): ChildProcess {
  const [program = '', ...rest] = process.getuid?.() === 0 ? [...asItsUser, '--', ...command] : command;
  return spawn(program, rest, { stdio, cwd: '/tmp', env: { PATH: process.env.PATH, LC_ALL: 'C' } });
}

async function run(command: readonly string[]): Promise<string> {
  const child = own(command, ['ignore', 'pipe', 'pipe']);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}:\n${text}`);
  return text;
}

async function postgresIds(): Promise<[number, number]> {
  const ids = await Promise.all(['-u', '-g'].map((which) => idOf(which)));
  return [ids[0] ?? Number.NaN, ids[1] ?? Number.NaN];
}

async function idOf(which: string): Promise<number> {
  const child = spawn('id', [which, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(child, 'close');
  return Number(text);
}
