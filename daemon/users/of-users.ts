// Composes what the agent does for single users of the machine: their certificates, and their sign-ins.

import type { SocketOwners } from '../../native/socket-owner/socket-owner.ts';
import type { ServerEvent } from '../../shared/ems/events.ts';
import type { TunnelUsers } from '../local-users.ts';
import type { Membership } from '../membership.ts';
import { emsOfSignIns } from '../sign-in/ems-of-sign-ins.ts';
import { type SignIns, signIns } from '../sign-in/sign-ins.ts';
import type { World } from '../world.ts';
import { emsOfUsers } from './ems-of-users.ts';
import { type UserCertificates, userCertificates } from './user-certificates.ts';

/** What a membership tells of its EMS, and asks. */
export interface UsersOfDevice {
  /** The EMS can be reached again. */
  connected(signal: AbortSignal): void;
  /** Something of the EMS's has changed. */
  changed(what: Extract<ServerEvent, { type: 'changed' }>['what'], signal: AbortSignal): void;
  /** The enrolment ends. */
  left(): void;
  /** The subjects of those who have signed in; null while the EMS has not told. */
  readonly verified: readonly string[] | null;
}

export interface OfUsers extends UsersOfDevice, AsyncDisposable {
  readonly certificates: UserCertificates;
  readonly signIns: SignIns;
}

export function ofUsersIn(
  { platform, store, clock, log }: World,
  parts: {
    readonly users: TunnelUsers;
    readonly owners: SocketOwners;
    readonly membership: () => Membership | null;
  },
): OfUsers {
  const certificates = userCertificates({
    users: platform.localUsers,
    tunnelUsers: parts.users,
    ems: emsOfUsers(parts.membership),
    machineSerial: () => (store.current.enrollment.kind === 'enrolled' ? store.current.enrollment.serial : null),
    show: (states) => store.apply({ kind: 'user-certificates', userCertificates: [...states] }),
    now: () => clock.now(),
    log,
  });
  const ofSignIns = signIns({
    users: platform.localUsers,
    tunnelUsers: parts.users,
    owners: parts.owners,
    ems: emsOfSignIns(parts.membership),
    isOffered: () => store.current.signInProviders.length > 0,
    show: (shown) => store.apply({ kind: 'sign-ins', signIns: [...shown] }),
    // Rules may ask for a verified user: the EMS hears at once what this device makes of it.
    changed: () => void parts.membership()?.recheck(),
    clock,
    log,
  });
  return {
    certificates,
    signIns: ofSignIns,
    connected(signal) {
      void certificates.refresh(signal);
      void ofSignIns.refresh(signal);
    },
    changed(what, signal) {
      if (what === 'certificates') void certificates.refresh(signal);
      // `recheck` stands for anything at all that this release does not know.
      if (what === 'users' || what === 'recheck') void ofSignIns.refresh(signal);
    },
    left: () => ofSignIns.left(),
    get verified() {
      return ofSignIns.verified;
    },
    [Symbol.asyncDispose]: () => ofSignIns[Symbol.asyncDispose](),
  };
}
