// What a decision needs to know of a certificate, its device and the gateway's view, as plain values.

import type { DeviceId } from '../../shared/ids.ts';

/** The judgement of the certificate of a connection, by chain, dates, EKU, kind and name. */
export type JudgedCertificate =
  | { readonly kind: 'none' }
  /** `revoked-ca`: sound but for its CA, which was revoked. */
  | { readonly kind: 'rejected'; readonly why: string }
  | {
      readonly kind: 'sound';
      readonly uid: DeviceId;
      readonly site: string;
      readonly sha256: string;
      /** A machine certificate opens the gateway's plain wires and tunnels, a user certificate the access proxy; neither both. */
      readonly opens: 'machine' | 'user';
      /** Whose user certificate it is; null for a machine's. */
      readonly osUser: string | null;
      readonly endsInMs: number;
    };

/** A user proved to the EMS, bound to (uid, OS user). */
export interface VerifiedUser {
  readonly osUser: string;
  readonly subject: string;
  readonly groups: readonly string[];
  readonly validForMs: number;
}

/** What the view says of a device at this moment. */
export interface DeviceStanding {
  readonly site: string;
  readonly state: 'active' | 'revoked';
  readonly online: boolean;
  /** What is left until its silence removes its tags; milliseconds, zero or less when it is over. */
  readonly validForMs: number;
  readonly tags: readonly string[];
  readonly certificates: readonly { readonly sha256: string; readonly kind: string; readonly state: string }[];
  readonly users: readonly VerifiedUser[];
}

/** All that a decision needs to know of who asks. */
export interface Standing {
  readonly certificate: JudgedCertificate;
  /** Null: the view holds no such device. */
  readonly device: DeviceStanding | null;
  readonly view: ViewStanding;
}

/** How good the whole view is. */
export interface ViewStanding {
  /** What is left until the view is too old to count; zero or less when it is. Milliseconds. */
  readonly freshForMs: number;
  /** Not ready: nobody has told yet whose certificates count. Withdrawn: the EMS has ended this gateway. */
  readonly readiness: 'ready' | 'not-ready' | 'withdrawn';
}
