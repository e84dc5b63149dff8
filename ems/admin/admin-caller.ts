// Who gives an administrator's command: somebody the kernel names, on this machine, or an administrator who signed in.

import type { AdministratorName, AdministratorRole } from '../../shared/ems/administrators.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';

export interface SignedIn {
  readonly kind: 'administrator';
  readonly name: AdministratorName;
  readonly role: AdministratorRole;
}

export type AdminCaller = KnownCaller | SignedIn;

/** As the audit log names them. */
export function actorOf(caller: AdminCaller): string {
  return caller.kind === 'administrator' ? `administrator ${caller.name}` : `uid ${caller.uid} pid ${caller.pid}`;
}
