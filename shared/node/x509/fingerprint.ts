// SHA-256 fingerprints of certificates and keys, and their comparison in constant time.

import { createHash, type KeyObject, timingSafeEqual } from 'node:crypto';

/** SHA-256 as 64 lower-case hex digits. */
export function fingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/** The fingerprint of a public key's SubjectPublicKeyInfo: what two people compare before a gateway is approved. */
export function publicKeyFingerprint(key: KeyObject): string {
  return fingerprint(key.export({ type: 'spki', format: 'der' }));
}

/** Compares two fingerprints without telling by its time where they differ. Anything but 64 hex digits equals nothing. */
export function isSameFingerprint(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return one.length === 32 && other.length === 32 && timingSafeEqual(one, other);
}
