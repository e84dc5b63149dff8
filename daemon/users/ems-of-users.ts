// Asks the EMS about users' certificates, over the connection of the device that is enrolled now.

import type { IssuedToUser } from '../../shared/agent/user-certificate.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { CertificateRecord } from '../../shared/identity/certificate-record.ts';
import type { Membership } from '../membership.ts';

/** @throws AppError `not-enrolled`, `ems-*` */
export interface EmsOfUsers {
  issue(csr: string, osUser: string, signal: AbortSignal): Promise<IssuedToUser>;
  /** The user's store holds it: the ones before it may retire. */
  installed(osUser: string, serial: string, signal: AbortSignal): Promise<void>;
  /** What it knows of this device's certificates. */
  records(signal: AbortSignal): Promise<readonly CertificateRecord[]>;
}

export function emsOfUsers(membership: () => Pick<Membership, 'call'> | null): EmsOfUsers {
  function device(): Pick<Membership, 'call'> {
    const now = membership();
    if (now === null) throw new AppError('not-enrolled');
    return now;
  }

  return {
    async issue(csr, osUser, signal) {
      const answer = await device().call('userCertificate', { body: { csr, osUser } }, signal);
      const { certificate, issuer, serial, validForMs, renewAfterMs } = answer;
      return { certificate, issuer, serial, validForMs, renewAfterMs };
    },
    async installed(osUser, serial, signal) {
      await device().call('userCertificateInstalled', { body: { osUser, serial } }, signal);
    },
    async records(signal) {
      return (await device().call('certificates', {}, signal)).certificates;
    },
  };
}
