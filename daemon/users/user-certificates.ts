// Gets certificates for users of this machine, and knows how each user's stands.

import type { LocalUsers } from '../../native/local-users/local-users.ts';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { IssuedToUser, StoreReport, UserCertificateState } from '../../shared/agent/user-certificate.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { CertificateRecord } from '../../shared/identity/certificate-record.ts';
import type { Logger } from '../../shared/log.ts';
import type { TunnelUsers } from '../local-users.ts';
import { isoTime } from '../world.ts';
import type { EmsOfUsers } from './ems-of-users.ts';

export interface UserCertificates {
  /**
   * A certificate for this user. Who it is for, the kernel's uid alone decides.
   * @throws AppError `user-not-allowed`, `not-enrolled`, those of the EMS
   */
  issue(uid: number, csr: string, signal: AbortSignal): Promise<IssuedToUser>;
  /** What this user's own process says of this user's stores. @throws AppError `user-not-allowed` */
  tell(uid: number, report: StoreReport, signal: AbortSignal): Promise<void>;
  /** The EMS's records may have changed, or it can be reached again. */
  refresh(signal: AbortSignal): Promise<void>;
}

export interface UserCertificatesOptions {
  readonly users: Pick<LocalUsers, 'byUid'>;
  readonly tunnelUsers: Pick<TunnelUsers, 'mayUse'>;
  readonly ems: EmsOfUsers;
  /** Of the device's own certificate; null if it is not enrolled. */
  readonly machineSerial: () => string | null;
  readonly show: (states: AgentState['userCertificates']) => void;
  readonly now: () => number;
  readonly log: Logger;
}

/** As many users as ever have a certificate at a time; of more, those who told longest ago are forgotten. */
const mostUsers = 256;

export function userCertificates(options: UserCertificatesOptions): UserCertificates {
  const { ems, log } = options;
  const states = new Map<number, UserCertificateState>();
  /** Null: not known now. */
  let records: readonly CertificateRecord[] | null = null;
  /** What was asked before a certificate was issued does not know of it. */
  let age = 0;

  /** Root always may, as everywhere; of everybody else only those whose connections are carried. */
  async function nameOf(uid: number): Promise<string> {
    const found = await options.users.byUid(uid);
    // Without a name of the system's own, the certificate could speak for somebody who is called like this number.
    if (found.kind !== 'known' || !(await options.tunnelUsers.mayUse(uid))) throw new AppError('user-not-allowed');
    return found.user.name;
  }

  function keep(state: Omit<UserCertificateState, 'ems'>): void {
    states.delete(state.uid);
    if (states.size >= mostUsers) states.delete([...states.keys()][0] ?? state.uid);
    states.set(state.uid, { ...state, ems: standing(state) });
    options.show([...states.values()]);
  }

  function standing({ osUser, serial }: Pick<UserCertificateState, 'osUser' | 'serial'>): UserCertificateState['ems'] {
    if (records === null || serial === null) return 'unknown';
    return standingAt(records, osUser, serial, options.machineSerial());
  }

  function useRecords(next: readonly CertificateRecord[] | null): void {
    records = next;
    for (const state of states.values()) states.set(state.uid, { ...state, ems: standing(state) });
    options.show([...states.values()]);
  }

  async function refresh(signal: AbortSignal): Promise<void> {
    const asked = age;
    try {
      const answer = await ems.records(signal);
      if (asked === age) useRecords(answer);
    } catch (error) {
      // The next connection or change asks again.
      if (!signal.aborted) log.warn('the records of certificates could not be fetched', { error });
    }
  }

  return {
    refresh,
    async issue(uid, csr, signal) {
      const osUser = await nameOf(uid);
      const issued = await ems.issue(csr, osUser, signal);
      age += 1;
      useRecords(null);
      await refresh(signal);
      const before = states.get(uid);
      // The one in use stays shown until the user's process has put the new one in its place.
      if (before === undefined || before.serial === null) {
        const ends = isoTime(options.now() + issued.validForMs);
        const told = { detail: '', store: before?.store ?? null, toldAt: before?.toldAt ?? null };
        keep({ osUser, uid, serial: issued.serial, state: 'requesting', ends, ...told });
      }
      return issued;
    },
    async tell(uid, { standing, detail, serial, ends, store }, signal) {
      const osUser = await nameOf(uid);
      const before = states.get(uid);
      keep({ osUser, uid, serial, state: standing, detail, ends, store, toldAt: isoTime(options.now()) });
      const isNew = standing === 'installed' && (before?.state !== 'installed' || before.serial !== serial);
      if (!isNew || serial === null) return;
      // Not told, it retires the older ones a day later all the same.
      await ems
        .installed(osUser, serial, signal)
        .catch((error: unknown) => log.warn('the EMS could not be told of an installed certificate', { error }));
    },
  };
}

function standingAt(
  records: readonly CertificateRecord[],
  osUser: string,
  serial: string,
  machineSerial: string | null,
): UserCertificateState['ems'] {
  const found = records.find((each) => each.kind === 'user' && each.osUser === osUser && each.serial === serial);
  if (found === undefined) return 'absent';
  const machine = records.find((each) => each.kind === 'machine' && each.serial === machineSerial);
  // The device has renewed since, and another CA signed that: users follow it.
  const isOutdated =
    machine !== undefined &&
    machine.issuer !== found.issuer &&
    Date.parse(machine.notAfter) > Date.parse(found.notAfter);
  return found.state === 'active' && isOutdated ? 'outdated' : found.state;
}
