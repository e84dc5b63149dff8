// Administrator ↔ EMS: the verbs about invitations.

import { z } from 'zod';
import { deviceId, siteName } from '../ids.ts';
import { command } from '../wire/define-contract.ts';
import { mostSerials, serialNumber } from './serial-number.ts';

const nothing = z.strictObject({});
const admin = { rights: 'admin' } as const;
const read = { rights: 'read' } as const;

export const invitationState = z.enum(['open', 'used', 'expired', 'revoked']);

/** An invitation as lists show it; the code itself is shown once, when it is made, and kept only as a hash. */
export const invitationSummary = z.strictObject({
  id: z.string(),
  role: z.enum(['device', 'gateway']),
  site: siteName,
  domains: z.array(z.string()),
  uses: z.int(),
  used: z.int(),
  expires: z.string(),
  state: invitationState,
  note: z.string(),
  /** How many devices may use it, named by the maker's serial numbers, and how many of them have not; null: any device. */
  serials: z.strictObject({ total: z.int(), left: z.int() }).nullable(),
});
export type InvitationSummary = z.infer<typeof invitationSummary>;

/** One invitation with the serial numbers that it is bound to, by number, and who used each. */
export const invitationDetails = z.strictObject({
  summary: invitationSummary,
  serials: z.array(z.strictObject({ serial: z.string(), uid: deviceId.nullable() })),
});
export type InvitationDetails = z.infer<typeof invitationDetails>;

export const invitationVerbs = {
  invite: command(
    z.strictObject({
      role: z.enum(['device', 'gateway']),
      site: siteName,
      domains: z.array(z.string().max(253)).max(64),
      uses: z.int().min(1).max(100_000),
      expiresInMs: z.int().min(1_000).max(31_536_000_000),
      note: z.string().max(200),
      /** Only for machines with these serial numbers, each once; empty: for any. */
      serials: z.array(serialNumber).max(mostSerials).default([]),
    }),
    z.strictObject({ invitation: z.string(), summary: invitationSummary }),
    admin,
  ),
  showInvitation: command(z.strictObject({ id: z.string().max(64) }), invitationDetails, read),
  invitations: command(nothing, z.strictObject({ invitations: z.array(invitationSummary) }), read),
  revokeInvitation: command(z.strictObject({ id: z.string().max(64) }), nothing, admin),
};
