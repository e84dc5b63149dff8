// (caller, rights) → allowed or not. Default: not.

import process from 'node:process';
import type { LocalUsers } from '../../native/local-users/local-users.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Authorize } from '../../shared/node/local-socket/authorize.ts';
import type { TunnelUsers } from '../local-users.ts';

/** Everybody on the machine may look; who may use the tunnels may ask for a check; administrators may change. */
export function authorizeBy(users: LocalUsers, tunnelUsers: TunnelUsers): Authorize {
  // Who runs the daemon owns all it has; that is root, or a user without administrator rights on a machine that is theirs.
  const isAdministrator = async (uid: number) =>
    uid === 0 || uid === process.getuid?.() || (await users.isAdministrator(uid)).kind === 'yes';
  return async (caller, rights) => {
    switch (rights) {
      case 'read':
        return true;
      case 'user':
        return (await tunnelUsers.mayUse(caller.uid)) || (await isAdministrator(caller.uid));
      case 'admin':
        return await isAdministrator(caller.uid);
      default:
        return assertNever(rights);
    }
  };
}
