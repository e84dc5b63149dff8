// Reads and writes invitations with Node's SHA-256.

import { createHash } from 'node:crypto';
import {
  decodeInvitation,
  encodeInvitation,
  type Invitation,
  invitationCode,
  invitationTextOf,
} from '../invitation/invitation.ts';
import { randomToken } from './random-token.ts';

/** The invitation as text. @throws AppError `invitation-malformed` if it does not fit */
export function writeInvitation(content: Invitation): string {
  return encodeInvitation(content, sha256);
}

/** Reads an invitation from its text or link. @throws AppError `invitation-malformed`, `invitation-too-new` */
export function readInvitation(textOrLink: string): Invitation {
  return decodeInvitation(invitationTextOf(textOrLink), sha256);
}

/** A new one-time or bulk code. */
export function newInvitationCode(): string {
  return randomToken();
}

/**
 * What is stored instead of a code: SHA-256 in hex of its one spelling. 128 random bits need no salt and no slow hash.
 * Undefined if it cannot be a code at all.
 */
export function invitationCodeHash(code: string): string | undefined {
  const parsed = invitationCode.safeParse(code);
  return parsed.success ? createHash('sha256').update(parsed.data).digest('hex') : undefined;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
