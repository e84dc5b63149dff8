// Lets one process at a time change the hosts file; the lock of a dead process counts for nothing.

import { randomBytes } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';

const tryEveryMs = 15;

/** Takes the lock, waiting up to `patienceMs`; null if it stays taken. Disposing gives it back. */
export async function takeLock(stateDir: string, patienceMs = 5_000): Promise<AsyncDisposable | null> {
  const lock = path.join(stateDir, 'hosts.lock');
  const owner = `${process.pid} ${await bornAt(process.pid)} ${randomBytes(6).toString('hex')}`;
  const own = `${lock}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, owner, { flag: 'wx', mode: 0o600 });
  try {
    for (let left = patienceMs; ; left -= tryEveryMs) {
      if (await isLinked(own, lock)) return { [Symbol.asyncDispose]: () => giveBack(lock, owner) };
      if (await removeIfDead(lock, own)) continue;
      if (left <= 0) return null;
      await delay(tryEveryMs);
    }
  } finally {
    await unlink(own).catch(() => undefined);
  }
}

/** A link is made in one step with its content, or not at all. */
async function isLinked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeIfDead(lock: string, own: string): Promise<boolean> {
  const owner = await readFile(lock, 'utf8').catch(() => null);
  if (owner === null) return true;
  if (await isAlive(owner)) return false;
  const aside = `${own}.dead`;
  await rename(lock, aside).catch(() => undefined);
  // Between reading and moving, somebody else may have removed the dead one and taken the lock: then it is put back.
  const moved = await readFile(aside, 'utf8').catch(() => null);
  if (moved !== null && moved !== owner) await link(aside, lock).catch(() => undefined);
  await unlink(aside).catch(() => undefined);
  return true;
}

async function isAlive(owner: string): Promise<boolean> {
  const [pid = '', born = ''] = owner.split(' ');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  // The number may belong to a younger process by now.
  return (await bornAt(Number(pid))) === born;
}

/** When a process was started, in the kernel's ticks; `-` where that cannot be read. */
async function bornAt(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // Field 22 of proc(5), counted after the name in parentheses, which may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}

async function giveBack(lock: string, owner: string): Promise<void> {
  const found = await readFile(lock, 'utf8').catch(() => null);
  if (found === owner) await unlink(lock).catch(() => undefined);
}
