// Asks Linux for its users: getent (which also knows directories such as LDAP), else the files; sessions from the login manager.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../exec.ts';
import type { AdministratorAnswer, LocalUser, LocalUsers, SessionUsers, UserLookup } from './local-users.ts';
import { readGroups, readPasswd, readSession, readUtmp } from './parse.ts';

export interface LinuxOptions {
  /** `/` unless in a test; then only the files below it are asked. */
  readonly root?: string;
}

const administrators = ['sudo', 'wheel', 'admin'];
/** getent(1): a key was not found. */
const notFound = 2;

export function localUsersOfLinux(options: LinuxOptions = {}): LocalUsers {
  const root = options.root ?? '/';

  /** Lines of a database for these keys; null if nobody could be asked. */
  async function ask(database: 'passwd' | 'group', keys: readonly string[]): Promise<string | null> {
    const told = options.root === undefined ? await runTool('/usr/bin/getent', [database, '--', ...keys]) : null;
    // Found keys are printed even if others were not found.
    if (told?.kind === 'exited' && (told.code === 0 || told.code === notFound)) return told.stdout;
    return await readFile(path.join(root, 'etc', database), 'utf8').catch(() => null);
  }

  async function lookUp(key: string, isIt: (user: LocalUser) => boolean): Promise<UserLookup> {
    const text = await ask('passwd', [key]);
    if (text === null) return { kind: 'unknown', reason: 'the user database cannot be read' };
    // getent takes a number for a uid, also where it was meant as a name.
    const user = readPasswd(text).find(isIt);
    return user === undefined ? { kind: 'absent' } : { kind: 'known', user };
  }

  const byUid = (uid: number) => lookUp(String(uid), (user) => user.uid === uid);
  const byName = (name: string) => lookUp(name, (user) => user.name === name);

  async function isAdministrator(uid: number): Promise<AdministratorAnswer> {
    if (uid === 0) return { kind: 'yes' };
    const found = await byUid(uid);
    if (found.kind !== 'known') return found.kind === 'absent' ? { kind: 'no' } : found;
    const text = await ask('group', administrators);
    if (text === null) return { kind: 'unknown', reason: 'the group database cannot be read' };
    const { name, gid } = found.user;
    const isMember = readGroups(text).some(
      (group) => administrators.includes(group.name) && (group.gid === gid || group.members.includes(name)),
    );
    return { kind: isMember ? 'yes' : 'no' };
  }

  async function withSession(): Promise<SessionUsers> {
    const lookups = (await uidsWithSession(root))?.map(byUid) ?? (await namesInUtmp(root))?.map(byName);
    if (lookups === undefined)
      return { kind: 'unknown', reason: 'there is neither a login manager nor a session table' };
    const users = new Map<number, LocalUser>();
    for (const found of await Promise.all(lookups)) {
      if (found.kind === 'unknown') return found;
      if (found.kind === 'known') users.set(found.user.uid, found.user);
    }
    return { kind: 'known', users: [...users.values()].sort((one, other) => one.uid - other.uid) };
  }

  return { withSession, byUid, byName, isAdministrator };
}

/** From the login manager's files, which root may always read; null without a login manager. */
async function uidsWithSession(root: string): Promise<readonly number[] | null> {
  const directory = path.join(root, 'run/systemd/sessions');
  const entries = await readdir(directory).catch(() => null);
  if (entries === null) return null;
  const texts = await Promise.all(
    entries
      // A session's pipe lies beside it and ends in `.ref`.
      .filter((entry) => !entry.includes('.'))
      .map((entry) => readFile(path.join(directory, entry), 'utf8').catch(() => '')),
  );
  return [...new Set(texts.map(readSession).filter((uid) => uid !== null))];
}

async function namesInUtmp(root: string): Promise<readonly string[] | null> {
  const bytes = await readFile(path.join(root, 'run/utmp')).catch(() => null);
  return bytes === null ? null : [...new Set(readUtmp(bytes))];
}
