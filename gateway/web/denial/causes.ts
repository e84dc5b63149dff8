// Sorts the codes of denials by what a person can do about them.

import { type DenialCode, denialCode } from '../../../shared/tunnel/denial.ts';

/** Each has its words in every language. */
export type Cause =
  | 'certificate-invalid'
  | 'certificate-missing'
  | 'application-unknown'
  | 'name-unresolved'
  | 'policy'
  | 'sign-in-required'
  | 'revoked'
  | 'tag-forbidden'
  | 'tag-missing'
  | 'device-unknown'
  | 'device-offline'
  | 'address-refused'
  | 'server-unreachable'
  | 'request-refused'
  | 'too-many'
  | 'gateway-unready'
  | 'session-ended';

const causes = {
  '001': 'certificate-invalid',
  '002': 'certificate-missing',
  '003': 'certificate-missing',
  '021': 'application-unknown',
  '022': 'application-unknown',
  '023': 'name-unresolved',
  '061': 'policy',
  '062': 'policy',
  '063': 'revoked',
  '064': 'tag-forbidden',
  '065': 'tag-missing',
  '066': 'device-unknown',
  '067': 'device-offline',
  '081': 'address-refused',
  '082': 'server-unreachable',
  '083': 'server-unreachable',
  '084': 'server-unreachable',
  '085': 'server-unreachable',
  '086': 'server-unreachable',
  '091': 'request-refused',
  '092': 'request-refused',
  '093': 'request-refused',
  '094': 'too-many',
  '095': 'request-refused',
  '096': 'gateway-unready',
  '097': 'gateway-unready',
  '098': 'session-ended',
  '099': 'sign-in-required',
} as const satisfies Record<DenialCode, Cause>;

/** A code that this release does not know is a policy's no. */
export function causeOf(code: string): Cause {
  const known = denialCode.safeParse(code);
  return known.success ? causes[known.data] : 'policy';
}
