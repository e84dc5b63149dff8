// Names an update key by what it is, and makes it usable.

import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** SHA-256 of its 32 bytes in hex: a hint which key to try, never a reason to trust it. */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex');
}

/** @throws if these are not the bytes of an Ed25519 key */
export function publicKeyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
}

/** The 32 bytes of a public or private Ed25519 key's public half, as base64url. */
export function publicTextOf(key: KeyObject): string {
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || x === undefined) throw new TypeError('an update key is an Ed25519 key');
  return x;
}
