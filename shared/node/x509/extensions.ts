// Reads the extensions of a certificate as they stand in it, and the URIs among its names.

import { type DerElement, derContent, derElements, derTag } from './der.ts';

export interface CertificateExtension {
  /** The object identifier's bytes in hex. */
  readonly oid: string;
  readonly isCritical: boolean;
  readonly value: Buffer;
}

/** id-ce-… (2.5.29): the bytes of the identifier in hex. */
export const extensionOid = {
  keyUsage: '551d0f',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  extKeyUsage: '551d25',
} as const;

/** RFC 5280 §4.1: `[3] EXPLICIT Extensions` within the first part of the certificate. */
const extensionsTag = 0xa3;
/** RFC 5280 §4.2.1.6: `uniformResourceIdentifier [6] IA5String`. */
const uriTag = 0x86;

/** @throws RangeError for what is not the DER of a certificate */
export function extensionsOf(certificate: Buffer): readonly CertificateExtension[] {
  const [signed] = derElements(derContent(certificate, derTag.sequence));
  if (signed?.tag !== derTag.sequence) throw new RangeError('not a certificate');
  const [found, ...more] = derElements(signed.content).filter(({ tag }) => tag === extensionsTag);
  if (found === undefined) return [];
  if (more.length > 0) throw new RangeError('extensions twice');
  return derElements(derContent(found.content, derTag.sequence)).map(extensionOf);
}

/** The URIs of a subjectAltName. @throws RangeError */
export function urisOf({ value }: CertificateExtension): readonly string[] {
  return derElements(derContent(value, derTag.sequence))
    .filter(({ tag }) => tag === uriTag)
    .map(({ content }) => content.toString('latin1'));
}

function extensionOf({ tag, content }: DerElement): CertificateExtension {
  const parts = derElements(content);
  const [oid, second] = parts;
  const critical = second?.tag === derTag.boolean ? second : undefined;
  const value = parts[critical === undefined ? 1 : 2];
  const isWhole = tag === derTag.sequence && parts.length === (critical === undefined ? 2 : 3);
  if (!isWhole || oid?.tag !== derTag.oid || value?.tag !== derTag.octetString)
    throw new RangeError('not an extension');
  // Anything but zero counts as critical: the stricter reading of what is no DER.
  const isCritical = critical?.content.some((byte) => byte !== 0) ?? false;
  return { oid: oid.content.toString('hex'), isCritical, value: value.content };
}
