// Makes what one sign-in keeps to itself: the verifier of RFC 7636 and the state that the browser has to bring back.

import { createHash, randomBytes } from 'node:crypto';

export interface SignInSecrets {
  readonly verifier: string;
  /** Of the verifier, by S256; this is all the EMS hears before the end. */
  readonly challenge: string;
  readonly state: string;
}

/** 256 random bits each, as 43 characters of base64url. Neither is ever saved. */
export function signInSecrets(): SignInSecrets {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge, state: randomBytes(32).toString('base64url') };
}
