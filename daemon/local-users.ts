// Decides which users of this machine may use the tunnels, and what they are called.

import type { LocalUsers } from '../native/local-users/local-users.ts';
import type { Clock } from '../shared/clock.ts';
import { systemClock } from '../shared/node/system-clock.ts';
import type { Config } from './config.ts';
import type { SavedState } from './state/saved.ts';

export interface TunnelUsers {
  /** Root always; those the configuration lists; else those with a session; else the one who enrolled. Unknown is no. */
  mayUse(uid: number): Promise<boolean>;
  nameOf(uid: number): Promise<string>;
}

/** A log-in or log-out counts within this time; asking for every connection would start a process for each, by anybody. */
const keptMs = 2_000;

export function tunnelUsers(
  config: Config,
  saved: SavedState,
  users: LocalUsers,
  clock: Clock = systemClock,
): TunnelUsers {
  const nameOf = kept(lookUpName, clock);

  async function lookUpName(uid: number): Promise<string> {
    const found = await users.byUid(uid);
    return found.kind === 'known' ? found.user.name : String(uid);
  }
  async function decide(uid: number): Promise<boolean> {
    if (config.localUsers !== undefined) return config.localUsers.includes(await nameOf(uid));
    const sessions = await users.withSession();
    if (sessions.kind === 'known' && sessions.users.length > 0) return sessions.users.some((user) => user.uid === uid);
    return saved.current.identity?.enrolledByUid === uid;
  }

  const allowed = kept(decide, clock);
  return { nameOf, mayUse: async (uid) => uid === 0 || (await allowed(uid)) };
}

/** Answers again what was found out a moment ago; those who ask meanwhile share one look. */
function kept<T>(ask: (uid: number) => Promise<T>, clock: Clock): (uid: number) => Promise<T> {
  const answers = new Map<number, { readonly at: number; readonly answer: Promise<T> }>();
  return (uid) => {
    const now = clock.monotonic();
    const known = answers.get(uid);
    if (known !== undefined && now - known.at < keptMs) return known.answer;
    // No more than a machine has users at a time; what is dropped is only asked again.
    if (answers.size >= 256) answers.clear();
    const answer = ask(uid);
    answers.set(uid, { at: now, answer });
    return answer;
  };
}
