// Makes certificate revocation lists (RFC 5280 §5).

import 'reflect-metadata';
import { Extension, X509Certificate, X509CrlGenerator, X509CrlReason } from '@peculiar/x509';
import type { Authority } from './authority.ts';
import { authorityKeyIdentifier } from './key-identifier.ts';
import { readKeyPair } from './keys.ts';
import { pemBlock } from './pem.ts';
import { webSigner } from './web-key.ts';

/** Why a certificate ended early, in RFC 5280's words (§5.3.1). */
export const reasonCodes = {
  'key-compromise': X509CrlReason.keyCompromise,
  'ca-compromise': X509CrlReason.cACompromise,
  superseded: X509CrlReason.superseded,
  'cessation-of-operation': X509CrlReason.cessationOfOperation,
  'privilege-withdrawn': X509CrlReason.privilegeWithdrawn,
} as const;
export type RevocationReason = keyof typeof reasonCodes;

export interface Revocation {
  /** 40 hex digits. */
  readonly serial: string;
  readonly when: Date;
  readonly reason: RevocationReason;
}

export interface RevocationList {
  readonly der: Uint8Array;
  readonly pem: string;
}

/** A signed list of everything the authority has revoked. `number` rises with every list of one authority. */
export async function makeCrl(
  authority: Authority,
  list: {
    readonly revoked: readonly Revocation[];
    readonly number: number;
    readonly thisUpdate: Date;
    readonly nextUpdate: Date;
  },
): Promise<RevocationList> {
  const issuer = new X509Certificate(authority.certificatePem);
  const { algorithm, signingKey } = webSigner(readKeyPair(authority.keyPem, 'of the authority').privateKey);
  const crl = await X509CrlGenerator.create({
    issuer: issuer.subjectName,
    thisUpdate: list.thisUpdate,
    nextUpdate: list.nextUpdate,
    signingAlgorithm: algorithm,
    signingKey,
    entries: list.revoked.map((one) => ({
      serialNumber: one.serial,
      revocationDate: one.when,
      reason: reasonCodes[one.reason],
    })),
    extensions: [await authorityKeyIdentifier(issuer), new Extension('2.5.29.20', false, derInteger(list.number))],
  });
  const der = new Uint8Array(crl.rawData);
  // Written here: the library's own PEM says `CRL`, which RFC 7468 §8 and openssl do not know.
  return { der, pem: pemBlock('X509 CRL', der) };
}

/** A DER INTEGER that is not negative. */
function derInteger(value: number): Uint8Array<ArrayBuffer> {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const positive = (bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : [...bytes];
  return Uint8Array.from([0x02, positive.length, ...positive]);
}
