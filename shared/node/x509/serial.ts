// Makes serial numbers of certificates.

import { randomBytes, randomInt } from 'node:crypto';
import { serialText } from '../../identity/fingerprint.ts';

/**
 * 20 random bytes as 40 upper-case hex digits, the first byte 01–7F: with its top bit set DER would need 21 octets
 * (RFC 5280 §4.1.2.2 allows 20), and Node drops a leading zero byte.
 */
export function newSerial(): string {
  const bytes = randomBytes(20);
  bytes[0] = randomInt(0x01, 0x80);
  return serialText(bytes.toString('hex'));
}
