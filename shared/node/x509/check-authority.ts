// Checks a CA of somebody's own before it signs devices here: that it can, that others will accept it, and for how long.

import { X509Certificate } from 'node:crypto';
import { AppError } from '../../errors/app-error.ts';
import { type Authority, dayMs } from './authority.ts';
import { derContent, derElements } from './der.ts';
import { extensionOid, extensionsOf } from './extensions.ts';
import { type KeyPair, readKeyPair } from './keys.ts';
import { keyAndCertificates } from './pem.ts';

export interface OwnAuthority extends Authority {
  /** PEM of the CAs above it, as given; empty for a root. */
  readonly issuersPem: string;
}

/** A leaf lives 90 days and may be renewed for 30 more; less than that left would be no gain. */
const leastLifeMs = 180 * dayMs;
const mostCertificates = 8;
/** Of a file: a key and a few certificates. */
export const largestAuthorityFile = 128 * 1024;
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUse = '2.5.29.37.0';

/**
 * Reads a private key and certificates (the CA's first, then those above it) from PEM text.
 * @throws AppError `authority-unfit`, `key-unreadable`; never with anything of the key in it
 */
export function readOwnAuthority(text: string, now: number): OwnAuthority {
  const { key, certificates } = keyAndCertificates(text);
  const [certificatePem, ...issuers] = certificates;
  if (key === undefined) throw unfit('the file holds no private key');
  if (certificatePem === undefined) throw unfit('the file holds no certificate');
  if (certificates.length > mostCertificates) throw unfit(`the file holds more than ${mostCertificates} certificates`);
  const keys = readKeyPair(key, 'of the file');
  const [ca, ...above] = certificates.map(readable);
  if (ca === undefined) throw unfit('the file holds no certificate');
  const why = whyUnfit(ca, keys, now) ?? whyNoChain(ca, above, now);
  if (why !== null) throw unfit(why);
  return { certificatePem: withEnd(certificatePem), keyPem: withEnd(key), issuersPem: issuers.map(withEnd).join('') };
}

function unfit(why: string): AppError {
  return new AppError('authority-unfit', { why });
}

function readable(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw unfit('a certificate in it cannot be read');
  }
}

function whyUnfit(ca: X509Certificate, keys: KeyPair, now: number): string | null {
  if (!ca.ca) return 'the first certificate is not that of a CA (basic constraints, keyCertSign)';
  if (!ca.checkPrivateKey(keys.privateKey)) return 'the private key is not that of the first certificate';
  if (ca.subject === '' || ca.subject === undefined) return 'the CA has no name';
  const uses: readonly string[] | undefined = ca.keyUsage;
  if (uses !== undefined && !uses.includes(clientAuth) && !uses.includes(anyUse))
    return 'its extended key usage excludes clientAuth';
  return whyWeak(keys) ?? whyRestricted(ca) ?? whyOutOfTime(ca, now);
}

function whyWeak({ publicKey }: KeyPair): string | null {
  const { asymmetricKeyType, asymmetricKeyDetails: details = {} } = publicKey;
  if (asymmetricKeyType === 'rsa') {
    const bits = details.modulusLength ?? 0;
    return bits < 2_048 || bits > 8_192 ? `an RSA key of ${bits} bits; 2048 to 8192 are taken` : null;
  }
  const isTaken = asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1'].includes(details.namedCurve ?? '');
  return isTaken ? null : 'its key is neither RSA nor on P-256 or P-384';
}

/** cRLSign (RFC 5280 §4.2.1.3), in the first byte of the BIT STRING. */
const signsLists = 0x02;

function whyRestricted(ca: X509Certificate): string | null {
  const understood: readonly string[] = Object.values(extensionOid);
  for (const { oid, isCritical, value } of extensionsOf(ca.raw)) {
    if (isCritical && !understood.includes(oid))
      return 'it has a critical extension, such as name constraints, that devices cannot meet';
    if (oid !== extensionOid.keyUsage) continue;
    const [, bits = 0] = derContent(value, 0x03);
    if ((bits & signsLists) === 0) return 'its key usage lacks cRLSign';
  }
  return null;
}

function whyOutOfTime(ca: X509Certificate, now: number): string | null {
  if (ca.validFromDate.getTime() > now) return 'it is not valid yet';
  if (ca.validToDate.getTime() - now >= leastLifeMs) return null;
  return `it ends ${ca.validToDate.toISOString().slice(0, 10)}; at least ${leastLifeMs / dayMs} days must be left`;
}

/** Whatever is given of the way up to a root has to be one. */
function whyNoChain(ca: X509Certificate, above: readonly X509Certificate[], now: number): string | null {
  let below = ca;
  for (const [between, issuer] of above.entries()) {
    if (!issuer.ca) return 'a certificate above it is not that of a CA';
    if (!below.checkIssued(issuer) || !below.verify(issuer.publicKey))
      return 'the certificates are no chain: each has to be signed by the one after it';
    if (issuer.validToDate.getTime() < now || issuer.validFromDate.getTime() > now)
      return 'a certificate above it is not valid now';
    const longest = pathLength(issuer);
    if (longest !== null && longest < between + 1) return 'a CA above it allows no CA this far below it (path length)';
    below = issuer;
  }
  return null;
}

/** RFC 5280 §4.2.1.9: SEQUENCE { cA BOOLEAN, pathLenConstraint INTEGER OPTIONAL }. */
function pathLength(ca: X509Certificate): number | null {
  const found = extensionsOf(ca.raw).find(({ oid }) => oid === extensionOid.basicConstraints);
  if (found === undefined) return null;
  const length = derElements(derContent(found.value, 0x30)).find(({ tag }) => tag === 0x02);
  return length === undefined ? null : length.content.readUIntBE(0, Math.min(length.content.length, 6));
}

function withEnd(pem: string): string {
  return pem.endsWith('\n') ? pem : `${pem}\n`;
}
