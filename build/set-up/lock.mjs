// A lock between processes: a file that names its holder, and is worth nothing once the holder is gone.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nobody needs the lock for longer, so an older one belongs to a process whose number was given out again. */
const longestHoldMs = 20 * 60 * 1000;

/** Runs `work` while holding the lock; `onWait(pid)` is called once if another process has it. */
export async function withLock(file, work, onWait) {
  await take(file, onWait);
  // A signal that ends the process leaves the file behind; the next taker sees that its holder is gone.
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

async function take(file, onWait) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let told = false; !tryTake(file); ) {
    const holder = holderOf(file);
    if (holder === 'gone') continue;
    if (holder === 'stale') {
      removeStale(file);
      continue;
    }
    if (!told) onWait?.(holder);
    told = true;
    await sleep(200);
  }
}

/** Linking a finished file is atomic and fails if the name exists, so a lock is never seen half written. */
function tryTake(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** The pid of the holder, or 'gone' (no lock any more), or 'stale' (the lock outlived its holder). */
function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const isOld = Date.now() - statSync(file).mtimeMs > longestHoldMs;
    return Number.isInteger(pid) && pid > 0 && !isOld && isAlive(pid) ? pid : 'stale';
  } catch (error) {
    if (error.code === 'ENOENT') return 'gone';
    throw error;
  }
}

/** Moves the lock aside before looking again: of several that saw it stale, one moves it, and a fresh one goes back. */
function removeStale(file) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== 'stale') linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
