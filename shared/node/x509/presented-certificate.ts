// Reads what the judge must know of a certificate, after a CA of ours was seen to have signed it.

import type { X509Certificate } from 'node:crypto';
import { type CertificateName, namePrefix, parseCertificateName } from '../../identity/certificate-name.ts';
import { serialText } from '../../identity/fingerprint.ts';
import { type CertificateExtension, extensionOid, extensionsOf, urisOf } from './extensions.ts';

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
const understood: readonly string[] = Object.values(extensionOid);

/** RFC 5280 §4.2.1.12, as Node names them. */
const use = { servers: '1.3.6.1.5.5.7.3.1', clients: '1.3.6.1.5.5.7.3.2' } as const;

/** Undefined if it is a CA, cannot be read, or holds a critical extension that is not understood. */
export function readLeaf(certificate: X509Certificate): LeafContent | undefined {
  if (certificate.ca || certificate.raw.length > largestCertificate) return undefined;
  try {
    const extensions = extensionsOf(certificate.raw);
    if (extensions.some((one) => one.isCritical && !understood.includes(one.oid))) return undefined;
    // Without the extension any use is allowed in general; ours always say.
    const usages: readonly string[] = certificate.keyUsage ?? [];
    const [only, ...others] = urisOfOurs(extensions);
    return {
      name: only === undefined || others.length > 0 ? undefined : parseCertificateName(only),
      namesOfOurs: only === undefined ? 0 : 1 + others.length,
      serial: serialText(certificate.serialNumber),
      notBefore: certificate.validFromDate.getTime(),
      notAfter: certificate.validToDate.getTime(),
      forClients: usages.includes(use.clients),
      forServers: usages.includes(use.servers),
    };
  } catch {
    return undefined;
  }
}

function urisOfOurs(extensions: readonly CertificateExtension[]): readonly string[] {
  return extensions
    .filter(({ oid }) => oid === extensionOid.subjectAltName)
    .flatMap(urisOf)
    .filter((uri) => uri.toLowerCase().startsWith(namePrefix));
}
