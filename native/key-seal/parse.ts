// Reads from a credential of systemd-creds what it is bound to (creds-util.h: each begins with the id of its kind of key).

import type { SealedBy } from './key-seal.ts';

/** Kinds with the TPM: alone or with the host's key, each plain, with a signed policy, or scoped to a user. */
const withTpm = [
  '0c7cc07b117645919c4b0bea08bc20fe',
  'faf7eb9341e3412ca1a436f95a29362f',
  '93a894094874449090caf2fc93cab553',
  'ef4ac13679a9480ea7db68897f9f165d',
  'af4950a849134eb1a73846304ff30c05',
];

/** Sealed with a key of zeros, for machines without anything to seal with: no seal at all. */
const withNothing = '058469daf6f54324800549da0f8ea2fb';

/** Null if it is no credential, or sealed with nothing. A kind that is not known counts as the least. */
export function sealedBy(text: string): SealedBy | null {
  if (!/^[A-Za-z0-9+/=\s]{44,}$/.test(text)) return null;
  const id = Buffer.from(text, 'base64').subarray(0, 16).toString('hex');
  if (id === withNothing) return null;
  return withTpm.includes(id) ? 'tpm' : 'host';
}
