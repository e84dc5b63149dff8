// Lets one instance of the app run for each folder of user data; a second one hands its arguments to the first.

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

export interface SecondInstance {
  readonly argv: string[];
  readonly cwd: string;
  readonly data: unknown;
}

/** Ours until released; `null`: somebody else's, who has been told. As Electron's own, it answers at once. */
export function takeInstanceLock(
  userData: string,
  self: SecondInstance,
  onSecond: (second: SecondInstance) => void,
): { release(): void } | null {
  const lock = path.join(userData, 'SingletonLock');
  const post = path.join(userData, 'SingletonPost');
  mkdirSync(post, { recursive: true, mode: 0o700 });
  if (!take(lock)) {
    tell(post, self);
    return null;
  }
  const readPost = () => {
    for (const name of readdirSync(post).filter((each) => each.endsWith('.json'))) {
      const letter = path.join(post, name);
      const second: SecondInstance = JSON.parse(readFileSync(letter, 'utf8'));
      rmSync(letter);
      onSecond(second);
    }
  };
  const watcher = watch(post, readPost);
  watcher.unref();
  setImmediate(readPost);
  return {
    release() {
      watcher.close();
      rmSync(post, { recursive: true, force: true });
      rmSync(lock, { force: true });
    },
  };
}

/** A link to our process id: made in one step, or it is there already. That of a process which is gone counts for nothing. */
function take(lock: string): boolean {
  for (;;) {
    try {
      symlinkSync(String(process.pid), lock);
      return true;
    } catch {
      if (isAlive(Number(readlinkSync(lock)))) return false;
      rmSync(lock, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Renamed into place, so that no half of it is read. */
function tell(post: string, self: SecondInstance): void {
  const letter = path.join(post, `${process.pid}.json`);
  writeFileSync(`${letter}.unfinished`, JSON.stringify(self));
  renameSync(`${letter}.unfinished`, letter);
}
