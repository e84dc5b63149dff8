// Tells certificates of ours from all others in a user's store, by what they say of themselves.

import { X509Certificate } from 'node:crypto';
import { fingerprint } from '../../shared/node/x509/fingerprint.ts';
import { readLeaf } from '../../shared/node/x509/presented-certificate.ts';
import type { StoredCertificate } from './cert-store.ts';

/** A certificate of ours, before it is said where it lies. */
export type OwnCertificate = Omit<StoredCertificate, 'places'>;

/** Those among the PEM blocks that a tool printed. */
export function ownCertificates(text: string): readonly OwnCertificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((pem) => ownCertificate(pem) ?? []);
}

/** Undefined for anything that does not name a user of ours. Who signed it does not matter: an old one must be found, too. */
export function ownCertificate(pemOrDer: string | Buffer): OwnCertificate | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pemOrDer);
  } catch {
    return undefined;
  }
  const leaf = readLeaf(certificate);
  if (leaf?.name?.kind !== 'user') return undefined;
  return {
    sha256: fingerprint(certificate.raw),
    serial: leaf.serial,
    name: leaf.name,
    certificatePem: certificate.toString(),
    notAfter: new Date(leaf.notAfter),
  };
}
