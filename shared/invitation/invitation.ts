// The invitation: what it says, and the text and link that carry it.

import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { hostPort, needs, sha256Hex, siteName } from '../ids.ts';
import { domainName } from '../policy/domain-name.ts';
import { base32, base64url } from '../rfc4648.ts';

/** 128 random bits as 26 letters of base32; people may type them in lower case. */
export const invitationCode = z
  .string()
  .max(26)
  .toUpperCase()
  .refine((text) => base32.decode(text)?.length === 16, 'not 26 letters of base32');

/** Everything a device or gateway must know to join one site of one EMS, and whom to believe while doing so. */
export const invitation = z.object({
  v: z.literal(1),
  role: z.enum(['device', 'gateway']),
  ems: hostPort.refine(hasPossiblePort, 'no such port'),
  site: siteName,
  code: invitationCode,
  /** SHA-256 of the fabric CA's DER: the pin. */
  ca: sha256Hex,
  /** The only domains whose names this EMS may ever publish on the device. */
  domains: z.array(domainName).max(64),
  needs,
});
export type Invitation = z.infer<typeof invitation>;

/** SHA-256 of some bytes; the platform's own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** No invitation is longer, as text. */
export const largestInvitation = 8_192;

const features: readonly string[] = [];
const scheme = 'stile1';
const linkStart = 'stile://enroll?invitation=';

/**
 * The invitation as text: `stile1.<base64url JSON>.<checksum>`. The checksum finds letters lost in copying; it protects
 * against nobody.
 * @throws AppError `invitation-malformed` if it holds more than fits
 */
export function encodeInvitation(content: Invitation, sha256: Sha256): string {
  const json = new TextEncoder().encode(JSON.stringify(invitation.parse(content)));
  const text = `${scheme}.${base64url.encode(json)}.${checksumOf(json, sha256)}`;
  if (text.length > largestInvitation) throw malformed('it names too many domains');
  return text;
}

/**
 * Reads an invitation from its text; spaces around it do not matter.
 * @throws AppError `invitation-malformed`; `invitation-too-new` if its version or a feature it needs is unknown here
 */
export function decodeInvitation(text: string, sha256: Sha256): Invitation {
  if (text.length > largestInvitation) throw malformed('it is too long');
  const [start, body, checksum, ...more] = text.trim().split('.');
  if (body === undefined || checksum === undefined || more.length > 0) throw malformed('a part of it is missing');
  if (start !== scheme)
    throw /^stile[0-9]{1,3}$/.test(start ?? '') ? tooNew([`${start}`]) : malformed('its start is wrong');
  const bytes = base64url.decode(body);
  if (bytes === undefined || checksumOf(bytes, sha256) !== checksum) throw malformed('letters are missing or wrong');
  const content = jsonOf(bytes);
  refuseIfTooNew(content);
  const parsed = invitation.safeParse(content);
  // What it holds is not repeated: it may be the code.
  if (!parsed.success) throw malformed(`${parsed.error.issues[0]?.path.join('.') || 'its content'} is not valid`);
  return parsed.data;
}

/** The link that opens the agent with this invitation. */
export function invitationLink(text: string): string {
  return linkStart + text;
}

/**
 * The invitation's text from a link or from itself. A link has the one parameter and nothing else.
 * @throws AppError `invitation-malformed`
 */
export function invitationTextOf(linkOrText: string): string {
  const given = linkOrText.trim();
  if (given.length > largestInvitation + linkStart.length) throw malformed('it is too long');
  if (!/^stile:/i.test(given)) return given;
  const text = given.startsWith(linkStart) ? given.slice(linkStart.length) : '';
  if (!/^[A-Za-z0-9_.-]+$/.test(text)) throw malformed('the link has another form');
  return text;
}

function hasPossiblePort(text: string): boolean {
  return Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535;
}

function checksumOf(json: Uint8Array, sha256: Sha256): string {
  return base64url.encode(sha256(json).subarray(0, 4));
}

const versionAndNeeds = z.object({ v: z.int().min(1), needs });

/** Looked at before everything else: a later version may have another shape altogether. */
function refuseIfTooNew(content: unknown): void {
  const parsed = versionAndNeeds.safeParse(content);
  if (!parsed.success) throw malformed('it does not say what it needs');
  if (parsed.data.v !== 1) throw tooNew([`version ${parsed.data.v}`]);
  const unknown = parsed.data.needs.filter((feature) => !features.includes(feature));
  if (unknown.length > 0) throw tooNew(unknown);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('its content is not readable');
  }
}

function malformed(why: string): AppError {
  return new AppError('invitation-malformed', { why });
}

function tooNew(missing: readonly string[]): AppError {
  return new AppError('invitation-too-new', { needs: missing.join(', ') });
}
