// Reads what the judge must know of a certificate, after a CA of ours was seen to have signed it.

import 'reflect-metadata';
import type { X509Certificate as NodeCertificate } from 'node:crypto';
import { ExtendedKeyUsage, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import { type CertificateName, namePrefix, parseCertificateName } from '../../identity/certificate-name.ts';
import { serialText } from '../../identity/fingerprint.ts';

/** No certificate that a stranger shows is looked at beyond this size. */
export const largestCertificate = 16_384;

/** What a leaf says. Nothing in it depends on the time of asking. */
export interface LeafContent {
  /** Undefined unless exactly one SAN URI is ours and well-formed. */
  readonly name: CertificateName | undefined;
  /** How many SAN URIs begin as ours do, well-formed or not. */
  readonly namesOfOurs: number;
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly forClients: boolean;
  readonly forServers: boolean;
}

/** Critical extensions that are understood here; a certificate with another one must be refused (RFC 5280 §4.2). */
const understood: ReadonlySet<string> = new Set([
  '2.5.29.15', // keyUsage
  '2.5.29.17', // subjectAltName
  '2.5.29.19', // basicConstraints
  '2.5.29.37', // extKeyUsage
]);

/** Undefined if it is a CA, cannot be read, or holds a critical extension that is not understood. */
export function readLeaf(certificate: NodeCertificate): LeafContent | undefined {
  if (certificate.ca || certificate.raw.length > largestCertificate) return undefined;
  try {
    const parsed = new X509Certificate(Buffer.from(certificate.raw));
    if (parsed.extensions.some((one) => one.critical && !understood.has(one.type))) return undefined;
    // Without the extension any use is allowed in general; ours always say.
    const usages: readonly string[] = certificate.keyUsage ?? [];
    const [only, ...others] = urisOfOurs(parsed);
    return {
      name: only === undefined || others.length > 0 ? undefined : parseCertificateName(only),
      namesOfOurs: only === undefined ? 0 : 1 + others.length,
      serial: serialText(certificate.serialNumber),
      notBefore: certificate.validFromDate.getTime(),
      notAfter: certificate.validToDate.getTime(),
      forClients: usages.includes(ExtendedKeyUsage.clientAuth),
      forServers: usages.includes(ExtendedKeyUsage.serverAuth),
    };
  } catch {
    return undefined;
  }
}

function urisOfOurs(certificate: X509Certificate): readonly string[] {
  return certificate
    .getExtensions(SubjectAlternativeNameExtension)
    .flatMap((extension) => extension.names.items)
    .filter((name) => name.type === 'url' && name.value.toLowerCase().startsWith(namePrefix))
    .map((name) => name.value);
}
