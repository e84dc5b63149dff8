// Asks the EMS about sign-ins, over the connection of the device that is enrolled now.

import type { VerifiedUserOfDevice } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Membership } from '../membership.ts';

/** @throws AppError `not-enrolled`, `ems-*` */
export interface EmsOfSignIns {
  begin(
    asked: {
      readonly osUser: string;
      readonly provider: string;
      readonly codeChallenge: string;
      readonly state: string;
      readonly redirectUri: string;
    },
    signal: AbortSignal,
  ): Promise<{ readonly signIn: string; readonly url: string; readonly validForMs: number }>;
  finish(
    brought: {
      readonly signIn: string;
      readonly code: string;
      readonly verifier: string;
      readonly issuer: string | null;
    },
    signal: AbortSignal,
  ): Promise<VerifiedUserOfDevice>;
  signOut(osUser: string, signal: AbortSignal): Promise<void>;
  verified(signal: AbortSignal): Promise<readonly VerifiedUserOfDevice[]>;
}

export function emsOfSignIns(membership: () => Pick<Membership, 'call'> | null): EmsOfSignIns {
  function device(): Pick<Membership, 'call'> {
    const now = membership();
    if (now === null) throw new AppError('not-enrolled');
    return now;
  }

  return {
    begin: (asked, signal) => device().call('beginSignIn', { body: asked }, signal),
    async finish({ issuer, ...brought }, signal) {
      const body = { ...brought, ...(issuer === null ? {} : { issuer }) };
      return (await device().call('finishSignIn', { body }, signal)).user;
    },
    async signOut(osUser, signal) {
      await device().call('signOut', { body: { osUser } }, signal);
    },
    async verified(signal) {
      return (await device().call('verifiedUsers', {}, signal)).users;
    },
  };
}
