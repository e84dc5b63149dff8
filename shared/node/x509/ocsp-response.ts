// Writes OCSP responses (RFC 6960 §4.2), signed or as one of the errors that need no signature.

import { sign } from 'node:crypto';
import { type RevocationReason, reasonCodes } from './crl.ts';
import { derBits, derElement, derOid, derSequence, derTime } from './der-write.ts';
import { nonceOid } from './ocsp-request.ts';
import type { OcspSigner } from './ocsp-signer.ts';

export type CertificateStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly at: number; readonly reason: RevocationReason }
  | { readonly kind: 'unknown' };

export interface OcspAnswer {
  /** As the request names it. */
  readonly certificate: Uint8Array;
  readonly status: CertificateStatus;
}

export interface OcspContent {
  readonly answers: readonly OcspAnswer[];
  readonly nonce: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly nextUpdate: number;
}

/** RFC 6960 §2.3; nobody can ask for the second, `signature required`. */
export const ocspErrors = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 } as const;
export type OcspError = keyof typeof ocspErrors;

export function ocspError(error: OcspError): Buffer {
  return derSequence(derElement(tag.enumerated, Buffer.from([ocspErrors[error]])));
}

const tag = { octetString: 0x04, enumerated: 0x0a, zero: 0xa0, one: 0xa1, two: 0xa2 } as const;
const oid = { basic: '2b0601050507300101', ecdsaWithSha256: '2a8648ce3d040302' } as const;

export function signedOcspResponse(content: OcspContent, signer: OcspSigner): Buffer {
  const data = derSequence(
    derElement(tag.two, derElement(tag.octetString, signer.keyHash)),
    derTime(content.now),
    derSequence(...content.answers.map((answer) => single(answer, content))),
    ...(content.nonce === null ? [] : [derElement(tag.one, derSequence(nonceExtension(content.nonce)))]),
  );
  const basic = derSequence(
    data,
    derSequence(derOid(oid.ecdsaWithSha256)),
    derBits(sign('sha256', data, signer.key)),
    derElement(tag.zero, derSequence(signer.certificate)),
  );
  const bytes = derSequence(derOid(oid.basic), derElement(tag.octetString, basic));
  return derSequence(derElement(tag.enumerated, Buffer.from([0])), derElement(tag.zero, bytes));
}

function single({ certificate, status }: OcspAnswer, { now, nextUpdate }: OcspContent): Buffer {
  return derSequence(certificate, statusElement(status), derTime(now), derElement(tag.zero, derTime(nextUpdate)));
}

function statusElement(status: CertificateStatus): Buffer {
  switch (status.kind) {
    case 'good':
      return derElement(0x80);
    case 'revoked':
      return derElement(tag.one, derTime(status.at), derElement(tag.zero, reasonElement(status.reason)));
    case 'unknown':
      return derElement(0x82);
  }
}

function reasonElement(reason: RevocationReason): Buffer {
  return derElement(tag.enumerated, Buffer.from([reasonCodes[reason]]));
}

function nonceExtension(nonce: Uint8Array): Buffer {
  return derSequence(derOid(nonceOid), derElement(tag.octetString, derElement(tag.octetString, nonce)));
}
