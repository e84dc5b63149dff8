// An EMS with a console, an administrator and a viewer, and ways to ask it things as a browser and as a program.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { administratorName, consolePaths, signInReply } from '../../../shared/ems/administrators.ts';
import { type PinnedClient, pinnedClient } from '../../../shared/node/tls/fabric-ca.ts';
import { type MovedClock, movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

export interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Of a refusal. */
  readonly code: string | null;
}

export type Headers = Readonly<Record<string, string>>;

export interface ConsoleStage extends AsyncDisposable {
  readonly ems: TestEms;
  readonly clock: MovedClock;
  readonly origin: string;
  get(path: string, headers?: Headers): Promise<Said>;
  /** As a page of the console does, unless the headers say otherwise; null leaves one out. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string | null>>): Promise<Said>;
  /** All that the database holds. */
  stored(): Promise<string>;
  /** The secret of a new link. */
  link(name: string, role?: 'admin' | 'viewer'): Promise<string>;
  /** A new browser session: the cookie as it is sent back. */
  session(name: string, role?: 'admin' | 'viewer'): Promise<string>;
}

export async function openConsoleStage(): Promise<ConsoleStage> {
  const clock = movedClock();
  const pages = await mkdtemp(path.join(os.tmpdir(), 'stile-pages-'));
  await plantPages(pages);
  const listen = { host: '127.0.0.1', port: 0, pages };
  const ems = await runningEms({ clock, settings: { console: listen } });
  const host = `localhost:${ems.running.ports.console}`;
  const client = pinnedClient(host, { ca: ems.ca });
  const { origin } = client;
  const known = new Set<string>();

  async function link(name: string, role: 'admin' | 'viewer' = 'admin'): Promise<string> {
    const given = { name: administratorName.parse(name) };
    const made = known.has(name)
      ? await ems.admin.call('linkAdministrator', given)
      : await ems.admin.call('createAdministrator', { ...given, role });
    known.add(name);
    return made.link.slice(made.link.indexOf('#') + 1);
  }

  const stage: ConsoleStage = {
    ems,
    clock,
    origin,
    get: (place, headers = {}) => ask(client, 'GET', place, headers, null),
    post(place, body, headers = {}) {
      const page = { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin', ...headers };
      const sent = Object.entries(page).filter((entry): entry is [string, string] => entry[1] !== null);
      return ask(
        client,
        'POST',
        place,
        Object.fromEntries(sent),
        typeof body === 'string' ? body : JSON.stringify(body),
      );
    },
    stored: () => testStore().everything(ems.directory),
    link,
    async session(name, role) {
      const said = await stage.post(consolePaths.signIn, { secret: await link(name, role), as: 'session' });
      signInReply.parse(JSON.parse(said.text));
      return cookieOf(said);
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await ems[Symbol.asyncDispose]();
      await rm(pages, { recursive: true, force: true });
    },
  };
  return stage;
}

/** `name=value` of the only cookie that an answer sets. */
export function cookieOf({ headers }: Said): string {
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

async function ask(
  { dispatcher, origin }: PinnedClient,
  method: 'GET' | 'POST',
  place: string,
  headers: Headers,
  body: string | null,
): Promise<Said> {
  const answer = await request(origin + place, { dispatcher, method, headers, body });
  const text = await answer.body.text();
  const code = answer.statusCode < 400 ? null : String(JSON.parse(text).code);
  return { status: answer.statusCode, headers: answer.headers, text, code };
}

/** Stand in for the built pages, which these tests do not look at. */
export const plantedScript = '/assets/console-0123abcd.js';

async function plantPages(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'ab12', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'ab12', 'index.html'), '<!doctype html><title>planted</title>');
  await writeFile(path.join(folder, 'ab12', plantedScript), 'export {};');
  await writeFile(path.join(folder, 'secret.txt'), 'not a page');
  await writeFile(path.join(folder, 'current'), 'ab12\n');
}
