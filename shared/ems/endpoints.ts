// Devices as administrators see them.

import { z } from 'zod';
import { disconnection } from '../agent/disconnection.ts';
import { authorityId } from '../identity/certificate-record.ts';
import { deviceId, serialHex, sha256Hex, siteName, tagName } from '../ids.ts';
import { deviceView } from './gateway-routes.ts';
import { inventory } from './inventory.ts';
import { report } from './report.ts';
import { signInSummary } from './user-accounts.ts';

const isoTime = z.string();

/** What became of a certificate, with what time alone makes of it; `none` where none was ever issued. */
const standing = z.enum(['active', 'retired', 'revoked', 'expired', 'none']);

export const endpointSummary = z.strictObject({
  uid: deviceId,
  site: siteName,
  hostname: z.string(),
  os: z.string(),
  online: z.boolean(),
  state: z.enum(['active', 'revoked', 'cloned', 'released']),
  tags: z.array(tagName),
  /** Of its newest machine certificate (FortiClient EMS: ZTNA serial), and how that one stands. */
  serial: z.string(),
  certificate: standing,
  lastReport: isoTime.nullable(),
  /** How many of its users are signed in. None: whoever uses it, nobody has proved to be anybody. */
  verifiedUsers: z.int(),
  /** Who disconnected the agent, and why, as the device told; null while it is connected. */
  disconnected: disconnection.nullable(),
});
export type EndpointSummary = z.infer<typeof endpointSummary>;

/** A certificate of a device or of one of its users, for people: `stile doctor` on the device compares the serial. */
export const endpointCertificate = z.strictObject({
  kind: z.enum(['machine', 'user']),
  osUser: z.string().nullable(),
  serial: serialHex,
  sha256: sha256Hex,
  state: standing.exclude(['none']),
  /** The CA that signed it: its id as in addresses, and its name. */
  issuer: authorityId,
  issuerName: z.string(),
  issuedAt: isoTime,
  notAfter: isoTime,
  /** When it ends because a newer one has taken its place. */
  retiresAt: isoTime.nullable(),
  revokedAt: isoTime.nullable(),
  revocationReason: z.string().nullable(),
});
export type EndpointCertificate = z.infer<typeof endpointCertificate>;

/** Everything the EMS knows of one device, for `stile ems endpoints show`. */
export const endpointDetails = endpointSummary.extend({
  /** All on record, the newest first; `view` holds those that gateways are told of. */
  certificates: z.array(endpointCertificate),
  view: deviceView,
  signIns: z.array(signInSummary),
  inventory: inventory.nullable(),
  report: report.nullable(),
  /** Rules on which the device's verdicts and our evaluation of its facts differ. */
  disagreements: z.array(z.int()),
});
