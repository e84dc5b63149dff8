// A user's certificate between the user's own process and the daemon: how it is asked for, and how it stands.

import { z } from 'zod';
import { serialHex, sha256Hex } from '../ids.ts';

const pem = z.string().max(16_384);
const isoTime = z.string().max(40);

/** What a user gets for a signing request; `issuer` is the CA that signed it. Durations, not dates, decide when to renew. */
export const issuedToUser = z.strictObject({
  certificate: pem,
  issuer: pem,
  serial: serialHex,
  validForMs: z.number().min(0),
  renewAfterMs: z.number().min(0),
});
export type IssuedToUser = z.infer<typeof issuedToUser>;

/** Where the user's process stands; session/life.ts draws how one follows another. `unknown`: none has told yet. */
export const userCertificateStanding = z.enum([
  'unknown',
  'none',
  'requesting',
  'installing',
  'installed',
  'renewing',
  'waiting',
  'removing',
]);
export type UserCertificateStanding = z.infer<typeof userCertificateStanding>;

/** One place that browsers of the user look into, and what of ours is in it. */
export const browserStore = z.strictObject({
  name: z.string().max(300),
  /** SHA-256 of the certificates of ours in it. */
  installed: z.array(sha256Hex).max(64),
});

/** `locked`: it is there and gives nothing away until the user unlocks it; never to be taken for `absent`. */
export const storeStatus = z.enum(['ok', 'locked', 'absent']);
export type StoreStatus = z.infer<typeof storeStatus>;

/** What the user's process says of the user's stores. It is believed about that user alone, and nothing follows but what is shown. */
export const storeReport = z.strictObject({
  standing: userCertificateStanding,
  /** What is waited for or has failed, as a sentence; empty where all is well. */
  detail: z.string().max(1_000),
  /** Of the certificate in use. */
  serial: serialHex.nullable(),
  ends: isoTime.nullable(),
  store: z.strictObject({
    /** Of the keyring that holds the wrapping key. */
    secrets: storeStatus,
    /** Of the place where browsers find certificates. */
    certificates: storeStatus,
    browsers: z.array(browserStore).max(64),
  }),
});
export type StoreReport = z.infer<typeof storeReport>;

/** How one user's certificate stands on this machine. Told to administrators, and to the user whose it is. */
export const userCertificateState = z.strictObject({
  osUser: z.string().max(256),
  uid: z.int(),
  serial: serialHex.nullable(),
  state: userCertificateStanding,
  detail: z.string().max(1_000),
  ends: isoTime.nullable(),
  /**
   * What the EMS's record of that serial says. `outdated`: active, but of a CA before the one that signs now; `absent`: there is
   * no record; `unknown`: it has not been asked.
   */
  ems: z.enum(['active', 'outdated', 'retired', 'revoked', 'absent', 'unknown']),
  store: storeReport.shape.store.nullable(),
  /** When the user's process last told; null if it has not since the daemon started. */
  toldAt: isoTime.nullable(),
});
export type UserCertificateState = z.infer<typeof userCertificateState>;
