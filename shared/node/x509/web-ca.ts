// Says whether browsers of a device may trust a web CA: only one that cannot sign for anything outside the device's domains.

import { X509Certificate } from 'node:crypto';
import { isInsideDomains } from '../../policy/domain-name.ts';
import { type CertificateExtension, extensionOid, extensionsOf } from './extensions.ts';
import { fingerprint } from './fingerprint.ts';
import { nameConstraintsOid, readNameConstraints } from './name-constraints.ts';
import { onlyPemBlock } from './pem.ts';
import { largestCertificate } from './presented-certificate.ts';

export type WebCaVerdict =
  | {
      readonly kind: 'trusted';
      readonly der: Buffer;
      readonly sha256: string;
      readonly commonName: string;
      /** All that it may sign for, with everything below. */
      readonly domains: readonly string[];
    }
  | { readonly kind: 'refused'; readonly why: string };

/** `domains`: those of the device. `now`: the wall clock in milliseconds. */
export function judgeWebCa(pem: string, domains: readonly string[], now: number): WebCaVerdict {
  const der = onlyPemBlock(pem, ['CERTIFICATE'], 2 * largestCertificate);
  if (der === undefined) return refused('it is not one certificate in PEM');
  try {
    const certificate = new X509Certificate(der);
    const extensions = extensionsOf(der);
    const why = whyNoWebCa(certificate, extensions, now);
    if (why !== null) return refused(why);
    return constrained(certificate, extensions, domains);
  } catch {
    return refused('it cannot be read');
  }
}

/** RFC 5280 §4.2.1.12, as Node names them. A CA that answers OCSP by a responder of its own must allow that use, too. */
const forServers = '1.3.6.1.5.5.7.3.1';
const forOcsp = '1.3.6.1.5.5.7.3.9';
/** RFC 5280 §4.2.1.3, keyCertSign: bit 5, counted from the highest. */
const keyCertSign = 0x04;

const understood: readonly string[] = [
  extensionOid.basicConstraints,
  extensionOid.keyUsage,
  extensionOid.extKeyUsage,
  nameConstraintsOid,
];

function whyNoWebCa(
  certificate: X509Certificate,
  extensions: readonly CertificateExtension[],
  now: number,
): string | null {
  const all = new Set(extensions.map((each) => each.oid));
  if (all.size < extensions.length) return 'an extension stands in it twice';
  if (extensions.some((each) => each.isCritical && !understood.includes(each.oid)))
    return 'it has a critical extension that is not understood here';
  if (!maySign(extensions)) return 'its key may not sign certificates';
  if (!certificate.ca || !isCritical(extensions, extensionOid.basicConstraints)) return 'it is no CA';
  const uses: readonly string[] = certificate.keyUsage ?? [];
  if (!uses.includes(forServers) || uses.some((use) => use !== forServers && use !== forOcsp))
    return 'it is not for servers alone';
  if (!certificate.checkIssued(certificate) || !certificate.verify(certificate.publicKey))
    return 'it is not signed by itself';
  if (certificate.validFromDate.getTime() > now) return 'it is not valid yet';
  return certificate.validToDate.getTime() < now ? 'it has expired' : null;
}

function isCritical(extensions: readonly CertificateExtension[], oid: string): boolean {
  return extensions.some((each) => each.oid === oid && each.isCritical);
}

function maySign(extensions: readonly CertificateExtension[]): boolean {
  const found = extensions.find((each) => each.oid === extensionOid.keyUsage);
  // BIT STRING: tag, length, unused bits, and then the bits.
  return found?.value[0] === 0x03 && ((found.value[3] ?? 0) & keyCertSign) !== 0;
}

/**
 * What is permitted decides: a list of what is excluded never names everything. Names of a kind that is not mentioned
 * are free (RFC 5280 §4.2.1.10), so addresses, which browsers take in certificates as well, must be excluded as a whole.
 */
function constrained(
  certificate: X509Certificate,
  extensions: readonly CertificateExtension[],
  domains: readonly string[],
): WebCaVerdict {
  const found = extensions.find((each) => each.oid === nameConstraintsOid);
  if (found === undefined) return refused('it has no name constraints: it could sign for any name');
  if (!found.isCritical) return refused('its name constraints are not critical: not every program heeds them');
  const { permitted, excluded } = readNameConstraints(found.value);
  if (permitted.length === 0) return refused('its name constraints permit no domain, and so leave every name free');
  if (permitted.some((each) => each.kind !== 'dns')) return refused('its name constraints permit more than DNS names');
  const names = permitted.map((each) => each.bytes.toString('latin1'));
  const outside = names.find((name) => !isInsideDomains(name, domains));
  if (outside !== undefined)
    return refused(`it may sign for "${outside}", which is outside the domains of this device`);
  const areAddressesFree = [8, 32].some((size) => !excluded.some((each) => isEveryAddress(each, size)));
  if (areAddressesFree) return refused('its name constraints leave IP addresses free');
  return {
    kind: 'trusted',
    der: certificate.raw,
    sha256: fingerprint(certificate.raw),
    commonName: commonNameOf(certificate),
    domains: names,
  };
}

/** An address with its mask, both zero. */
function isEveryAddress(subtree: { readonly kind: string; readonly bytes: Buffer }, size: number): boolean {
  return subtree.kind === 'ip' && subtree.bytes.length === size && subtree.bytes.every((byte) => byte === 0);
}

function commonNameOf(certificate: X509Certificate): string {
  const line = certificate.subject.split('\n').find((each) => each.startsWith('CN='));
  return (line ?? 'CN=').slice(3, 259);
}

function refused(why: string): WebCaVerdict {
  return { kind: 'refused', why: why.slice(0, 500) };
}
