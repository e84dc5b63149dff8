// Decides which users of this machine may use the tunnels, and what they are called.

import type { LocalUsers } from '../native/local-users/local-users.ts';
import type { Config } from './config.ts';
import type { SavedState } from './state/saved.ts';

export interface TunnelUsers {
  /** Root always; those the configuration lists; else those with a session; else the one who enrolled. Unknown is no. */
  mayUse(uid: number): Promise<boolean>;
  nameOf(uid: number): Promise<string>;
}

export function tunnelUsers(config: Config, saved: SavedState, users: LocalUsers): TunnelUsers {
  async function nameOf(uid: number): Promise<string> {
    const found = await users.byUid(uid);
    return found.kind === 'known' ? found.user.name : String(uid);
  }
  return {
    nameOf,
    async mayUse(uid) {
      if (uid === 0) return true;
      if (config.localUsers !== undefined) return config.localUsers.includes(await nameOf(uid));
      const sessions = await users.withSession();
      if (sessions.kind === 'known' && sessions.users.length > 0)
        return sessions.users.some((user) => user.uid === uid);
      return saved.current.identity?.enrolledByUid === uid;
    },
  };
}
