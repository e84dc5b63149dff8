// Reads OCSP requests (RFC 6960 §4.1.1) that strangers send: of which certificates they ask, and their nonce.

import { serialText } from '../../identity/fingerprint.ts';
import { derContent, derElements, derTag } from './der.ts';
import { derSequence } from './der-write.ts';

/** No request is larger, and none asks for more certificates. */
export const largestOcspRequest = 4_096;
export const mostAskedFor = 16;

/** The hashes by which an issuer may be named. */
export type IssuerHash = 'sha1' | 'sha256';

export interface CertificateId {
  /** Null for a hash that is not known here. */
  readonly hash: IssuerHash | null;
  /** In hex. */
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  /** 40 upper-case hex digits; more for what can be no serial of ours. */
  readonly serial: string;
  /** As it was sent, to be repeated in the answer. */
  readonly der: Buffer;
}

export interface OcspRequest {
  readonly certificates: readonly CertificateId[];
  readonly nonce: Buffer | null;
}

const tag = {
  integer: 0x02,
  version: 0xa0,
  requestor: 0xa1,
  extensions: 0xa2,
  signature: 0xa0,
  singles: 0xa0,
} as const;
const hashes: Readonly<Record<string, IssuerHash>> = { '2b0e03021a': 'sha1', '608648016503040201': 'sha256' };
/** 1.3.6.1.5.5.7.48.1.2 */
export const nonceOid = '2b0601050507300102';
/** RFC 9654 §2.1 */
const largestNonce = 128;

/** A signature of the asker is not looked at: the answer is for everybody. @throws RangeError for anything but a request */
export function parseOcspRequest(der: Buffer): OcspRequest {
  if (der.length > largestOcspRequest) throw new RangeError('too large');
  const [signed, signature, ...more] = derElements(derContent(der, derTag.sequence));
  const isWhole = more.length === 0 && (signature === undefined || signature.tag === tag.signature);
  if (signed?.tag !== derTag.sequence || !isWhole) throw new RangeError('not a request');
  const parts = derElements(signed.content);
  const lists = parts.filter((part) => part.tag === derTag.sequence);
  const others = parts.filter((part) => part.tag !== derTag.sequence).map((part) => part.tag);
  const isKnown = others.every((each) => each === tag.version || each === tag.requestor || each === tag.extensions);
  const [list] = lists;
  if (list === undefined || lists.length > 1 || !isKnown || new Set(others).size < others.length)
    throw new RangeError('not the parts of a request');
  const certificates = derElements(list.content).map(({ content }) => certificateId(content));
  if (certificates.length === 0 || certificates.length > mostAskedFor) throw new RangeError('too few or too many');
  const extensions = parts.find((part) => part.tag === tag.extensions);
  return { certificates, nonce: extensions === undefined ? null : nonceAmong(extensions.content) };
}

function certificateId(request: Buffer): CertificateId {
  const [id, extensions, ...more] = derElements(request);
  const isWhole = more.length === 0 && (extensions === undefined || extensions.tag === tag.singles);
  if (id?.tag !== derTag.sequence || !isWhole) throw new RangeError('not a question');
  const [algorithm, name, key, serial, ...rest] = derElements(id.content);
  const isId =
    algorithm?.tag === derTag.sequence &&
    name?.tag === derTag.octetString &&
    key?.tag === derTag.octetString &&
    serial?.tag === tag.integer &&
    rest.length === 0;
  const [hash] = isId ? derElements(algorithm.content) : [];
  if (!isId || hash?.tag !== derTag.oid) throw new RangeError('not the name of a certificate');
  return {
    hash: hashes[hash.content.toString('hex')] ?? null,
    issuerNameHash: name.content.toString('hex'),
    issuerKeyHash: key.content.toString('hex'),
    serial: serialText(serial.content.toString('hex')),
    der: derSequence(id.content),
  };
}

function nonceAmong(extensions: Buffer): Buffer | null {
  for (const { content } of derElements(derContent(extensions, derTag.sequence))) {
    const parts = derElements(content);
    const [oid] = parts;
    const value = parts.at(-1);
    if (oid?.tag !== derTag.oid || value?.tag !== derTag.octetString) throw new RangeError('not an extension');
    if (oid.content.toString('hex') === nonceOid) return checkedNonce(derContent(value.content, derTag.octetString));
    // What must be understood, and is not (RFC 5280 §4.2).
    if (parts[1]?.tag === derTag.boolean && parts[1].content.some((byte) => byte !== 0))
      throw new RangeError('a critical extension');
  }
  return null;
}

function checkedNonce(nonce: Buffer): Buffer {
  if (nonce.length === 0 || nonce.length > largestNonce) throw new RangeError('a nonce of no good length');
  return nonce;
}
