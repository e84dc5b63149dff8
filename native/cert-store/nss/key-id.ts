// Computes the id that NSS gives to a key and its certificate.

import { createHash, type KeyObject } from 'node:crypto';

/** 40 hex digits: SHA-1 of an RSA key's modulus, or of an EC key's uncompressed point. @throws RangeError for other keys */
export function nssKeyId(publicKey: KeyObject): string {
  const { kty, n = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64url');
  if (kty === 'RSA') return sha1(bytes(n));
  if (kty === 'EC') return sha1(Buffer.concat([Buffer.of(4), bytes(x), bytes(y)]));
  throw new RangeError(`no key id is known for keys of the kind ${kty}`);
}

/** The certificate with this key id, as a name that certutil takes: nicknames are shared by all of one subject. */
export function nssCertificateUri(keyId: string): string {
  return `pkcs11:id=${keyId.replace(/../g, '%$&')};type=cert`;
}

function sha1(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}
