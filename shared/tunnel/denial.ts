// Why an access was refused or ended: the codes, their titles and the one shape that carries them.

import { z } from 'zod';
import { requestId } from '../ids.ts';

/**
 * Codes 001–067 and their titles are FortiOS's (7.4.1, replacement messages); 081–099 are Stile's own.
 * `status` is the HTTP status of a refusal; `retry` says whether asking again unchanged can help.
 */
export const denialCodes = {
  '001': { status: 403, retry: false, title: 'Invalid ZTNA Certificate', why: 'the certificate is not valid here' },
  '002': { status: 403, retry: false, title: 'Invalid ZTNA Certificate', why: 'no certificate was shown' },
  '003': {
    status: 403,
    retry: false,
    title: 'Invalid ZTNA Certificate',
    why: 'a managed device showed no certificate',
  },
  '021': { status: 404, retry: false, title: 'ZTNA Application Not Found', why: 'no such host or path' },
  '022': { status: 404, retry: false, title: 'ZTNA Application Not Found', why: 'no such destination' },
  '023': { status: 502, retry: true, title: 'ZTNA Application Not Found', why: 'the name does not resolve' },
  '061': { status: 403, retry: false, title: 'ZTNA Policy Deny', why: 'no policy matches' },
  '062': { status: 403, retry: false, title: 'ZTNA Policy Deny', why: 'a deny policy matches' },
  '063': {
    status: 403,
    retry: false,
    title: 'ZTNA Policy Deny',
    why: 'the certificate, its device or its CA was revoked',
  },
  '064': { status: 403, retry: false, title: 'ZTNA Policy Deny', why: 'a tag of the device is forbidden' },
  '065': { status: 403, retry: false, title: 'ZTNA Policy Deny', why: 'the device lacks a required tag' },
  '066': { status: 403, retry: true, title: 'ZTNA Policy Deny', why: 'nothing fresh is known of this device' },
  '067': { status: 403, retry: true, title: 'ZTNA Policy Deny', why: 'the device is offline' },
  '081': {
    status: 403,
    retry: false,
    title: 'Destination Not Allowed',
    why: 'the address is one the gateway never dials',
  },
  '082': { status: 502, retry: true, title: 'Destination Unreachable', why: 'the server refused the connection' },
  '083': { status: 504, retry: true, title: 'Destination Unreachable', why: 'the server did not answer in time' },
  '084': { status: 502, retry: true, title: 'Destination Unreachable', why: 'the server cannot be reached' },
  '085': {
    status: 502,
    retry: false,
    title: 'Destination Unreachable',
    why: "the server's certificate is not one to trust",
  },
  '086': { status: 502, retry: true, title: 'Destination Unreachable', why: 'the server broke off, or speaks no HTTP' },
  '091': { status: 400, retry: false, title: 'Bad Request', why: 'the request is not of a form the gateway takes' },
  '092': { status: 431, retry: false, title: 'Request Head Too Large', why: 'the head is larger than 16 KiB' },
  '093': { status: 408, retry: true, title: 'Request Timeout', why: 'the head did not come in time' },
  '094': {
    status: 429,
    retry: true,
    title: 'Too Many Connections',
    why: 'a limit of this device or address is reached',
  },
  '095': { status: 421, retry: false, title: 'Misdirected Request', why: 'this gateway does not serve that host' },
  '096': { status: 503, retry: true, title: 'Gateway Not Ready', why: 'the gateway is stopping or not ready' },
  '097': { status: 403, retry: false, title: 'Gateway Withdrawn', why: 'this gateway was withdrawn by the EMS' },
  '098': { status: 403, retry: true, title: 'Session Ended', why: 'an administrator ended the session' },
  '099': {
    status: 403,
    retry: false,
    title: 'Sign-In Required',
    why: 'a policy asks for a verified user, and nobody is',
  },
} as const satisfies Record<string, { status: number; retry: boolean; title: string; why: string }>;

export type DenialCode = keyof typeof denialCodes;

export const denialCode = z.enum(Object.keys(denialCodes) as [DenialCode, ...DenialCode[]]);

/**
 * The one shape of a refusal's body, of DENIED and CLOSE frames and of NOTICE. Before the device is known only code and
 * requestId are filled. Unknown codes of a later release are kept as text: the reader shows them, and treats them as final.
 */
export const denial = z.object({
  code: z.string().regex(/^[0-9]{3}$/),
  title: z.string().max(128),
  requestId,
  destination: z.string().max(300).nullable(),
  /** The policy that decided, by name. */
  policy: z.string().max(128).nullable().optional(),
  /** The tags that were missing (065) or forbidden (064). */
  tags: z.array(z.string().max(64)).max(64).optional(),
  retry: z.boolean(),
});
export type Denial = z.infer<typeof denial>;
