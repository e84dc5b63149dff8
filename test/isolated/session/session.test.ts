// `stile session` with everything real: a user's NSS databases and keyring, a program of its own, an agent and an EMS.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { platformFor } from '../../../native/platform.ts';
import { storeReport } from '../../../shared/agent/user-certificate.ts';
import { compiled } from '../../doubles/compiled.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { type SessionBus, startSessionBus } from '../../doubles/secret-service.ts';
import { type AgentWorld, agentWorld } from '../../integration/daemon/agent-world.ts';

const main = path.join(import.meta.dirname, '../../../cli/main.ts');
const answer = z.object({ ok: z.literal(true), result: storeReport });

const children: ChildProcess[] = [];
let bus: SessionBus;
let ems: TestEms;
let agent: AgentWorld;
let home: string;
let dataHome: string;

before(async () => {
  bus = await startSessionBus();
  await bus.startKeyring();
  home = bus.environment.HOME ?? assert.fail();
  dataHome = bus.environment.XDG_DATA_HOME ?? assert.fail();
  ems = await runningEms();
  agent = await agentWorld(ems);
  // The program that runs beside us is of the same user, and asks the system what that one is called.
  const { uid, gid, username } = os.userInfo();
  agent.platform.users.known = [{ uid, gid, name: username }];
  await agent.enroll();
});

after(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const each of [agent, ems, bus]) await each?.[Symbol.asyncDispose]();
});

function start(over: Readonly<Record<string, string>>, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [main, 'session', ...args], {
    env: {
      ...compiled,
      ...bus.environment,
      ...over,
      PATH: '/usr/bin:/bin',
      STILE_AGENT_SOCKET: path.join(agent.directory, 'run/agent.sock'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function sessionOnce(): Promise<{ readonly code: number; readonly report: z.infer<typeof storeReport> }> {
  const child = start({}, '--once', '--json');
  const [out, errors, [code]] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  const told = answer.safeParse(JSON.parse(out || '{}'));
  assert.ok(told.success, `${out}\n${errors}`);
  return { code, report: told.data.result };
}

/** What the databases hold, by the store's own look at them: serial → places in which it lies with its key. */
async function inDatabases(): Promise<Readonly<Record<string, readonly string[]>>> {
  const contents = await platformFor('linux').certStore({ home, dataHome }).list();
  assert.ok(contents.kind === 'read');
  return Object.fromEntries(
    contents.certificates.map(({ serial, places }) => [
      serial,
      places.filter(({ key }) => key === 'there').map(({ readBy }) => readBy),
    ]),
  );
}

async function until(fits: () => Promise<boolean>): Promise<void> {
  const limit = AbortSignal.timeout(20_000);
  while (!(await fits())) {
    limit.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('once: the certificate lies in the database that Chromium will open, its key sealed by the keyring', async () => {
  const { code, report } = await sessionOnce();
  assert.equal(code, 0, report.detail);
  assert.equal(report.standing, 'installed');
  assert.deepEqual(await inDatabases(), { [report.serial ?? '']: ['chromium'] });
  const sealed = await readFile(path.join(dataHome, 'stile/user-certificate.sealed'), 'latin1');
  assert.match(sealed, /^stile-sealed 1 secret-service user-certificate\n/);
  assert.doesNotMatch(sealed, /PRIVATE KEY/);
});

test('running: a new profile of Firefox gets it at once, and a signal ends the program in order', async () => {
  await profiles('one.default');
  const child = start({});
  const ended = once(child, 'exit');
  await until(async () => (await firefoxes()) === 1);
  await profiles('one.default', 'two.default');
  await until(async () => (await firefoxes()) === 2);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
});

/** Makes Firefox have these profiles. */
async function profiles(...names: readonly string[]): Promise<void> {
  const folder = path.join(home, '.mozilla/firefox');
  for (const name of names) await mkdir(path.join(folder, name), { recursive: true, mode: 0o700 });
  const sections = names.map((name, index) => `[Profile${index}]\nName=${name}\nIsRelative=1\nPath=${name}\n`);
  await writeFile(path.join(folder, 'profiles.ini'), sections.join('\n'));
}

/** Profiles of Firefox that have the certificate. */
async function firefoxes(): Promise<number> {
  const [places = []] = Object.values(await inDatabases());
  return places.filter((readBy) => readBy === 'firefox').length;
}

test('with the rights of root, nothing is made in the home of another user', async () => {
  const foreign = path.join(home, 'foreign');
  await mkdir(foreign);
  await chown(foreign, 65_534, 65_534);
  const child = start({ HOME: foreign, XDG_DATA_HOME: path.join(foreign, 'data') }, '--once', '--json');
  const [out] = await Promise.all([child.stdout === null ? '' : text(child.stdout), once(child, 'exit')]);
  assert.match(out, /"store-refused".*belongs to another user/);
  assert.deepEqual(await readdir(foreign), []);
});

test('a locked keyring is said, and nothing is asked for', async () => {
  const [before] = Object.keys(await inDatabases());
  await bus.lock();
  const { code, report } = await sessionOnce();
  assert.equal(code, 1);
  assert.equal(report.standing, 'waiting');
  assert.match(report.detail, /keyring is locked/);
  assert.deepEqual(Object.keys(await inDatabases()), [before]);
});

test('a device that has left leaves nothing for browsers to show, whatever the keyring', async () => {
  await agent.cli.call('unenroll', {});
  const { code, report } = await sessionOnce();
  assert.equal(code, 1);
  assert.equal(report.standing, 'removing');
  assert.deepEqual(await inDatabases(), {});
  // It waits for the key that belongs to it.
  assert.equal(existsSync(path.join(dataHome, 'stile/user-certificate.sealed')), true);
});
