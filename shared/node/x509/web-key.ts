// Hands Node's keys to the certificate library, which speaks Web Crypto.

import type { KeyObject } from 'node:crypto';
import type { KeyPair } from './keys.ts';

/** How this key signs: ECDSA with the hash that fits its curve, or RSA PKCS#1 v1.5 with SHA-256. */
export interface WebSigner {
  readonly algorithm: { readonly name: string; readonly hash: string; readonly namedCurve?: string };
  readonly signingKey: CryptoKey;
}

/** @throws TypeError for a key that is neither RSA nor on P-256 or P-384 */
export function webSigner(privateKey: KeyObject): WebSigner {
  const algorithm = algorithmOf(privateKey);
  return { algorithm, signingKey: privateKey.toCryptoKey(algorithm, false, ['sign']) };
}

/** Both halves, for what is signed with its own key. */
export function webKeyPair(keys: KeyPair): CryptoKeyPair {
  const algorithm = algorithmOf(keys.privateKey);
  return {
    privateKey: keys.privateKey.toCryptoKey(algorithm, false, ['sign']),
    publicKey: keys.publicKey.toCryptoKey(algorithm, true, ['verify']),
  };
}

function algorithmOf(key: KeyObject): WebSigner['algorithm'] {
  if (key.asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1') return { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  if (curve === 'secp384r1') return { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };
  throw new TypeError('certificates are signed with RSA, P-256 or P-384 keys only');
}
