// The EMS's record of a certificate of a device, as gateways receive it.

import { z } from 'zod';
import { deviceId, serialHex, sha256Hex } from '../ids.ts';
import { osUserName } from './os-user.ts';

/** An authority among those of one EMS: the first 16 hex digits of the SHA-256 of its certificate. */
export const authorityId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .brand('AuthorityId');
export type AuthorityId = z.infer<typeof authorityId>;

/**
 * `retired`: replaced by a newer one, no longer accepted. Only `active` opens anything; a state that this release
 * does not know is the strictest one.
 */
export const certificateState = z.enum(['active', 'retired', 'revoked']).catch('revoked');
export type CertificateState = z.infer<typeof certificateState>;

const common = {
  /** Of the certificate's DER: what a gateway matches. */
  sha256: sha256Hex,
  issuer: authorityId,
  /** What people see and compare. */
  serial: serialHex,
  uid: deviceId,
  /** For people and lists; whether it has passed is judged from the certificate itself. */
  notAfter: z.iso.datetime(),
  state: certificateState,
};

/** One certificate of a device; only a user certificate has an OS user. */
export const certificateRecord = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('machine'), osUser: z.null() }),
  z.object({ ...common, kind: z.literal('user'), osUser: osUserName }),
]);
export type CertificateRecord = z.infer<typeof certificateRecord>;
