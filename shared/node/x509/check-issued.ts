// Checks a certificate that an EMS issued for a key of ours, before anything is given up for it.

import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { AppError } from '../../errors/app-error.ts';
import type { CertificateName } from '../../identity/certificate-name.ts';
import { dayMs } from './authority.ts';
import { publicKeyFingerprint } from './fingerprint.ts';
import { type KeyPair, privateKeyPem } from './keys.ts';
import { onlyPemBlock } from './pem.ts';
import { type LeafContent, largestCertificate, readLeaf } from './presented-certificate.ts';

/** Whom it must name. The sites of a gateway are its administrator's to choose. */
export type Holder =
  | Extract<CertificateName, { kind: 'machine' | 'user' }>
  | Omit<Extract<CertificateName, { kind: 'gateway' }>, 'site'>;

/** What was asked for. */
export interface Asked {
  /** Without the private half where only another process can use it. */
  readonly keys: Pick<KeyPair, 'publicKey'> & Partial<KeyPair>;
  readonly name: Holder;
  /** The serial that the answer states beside the certificate. */
  readonly serial: string;
  /** PEM of the CA it must be signed by, where the holder knows that CA: gateways do, devices trust no CA for clients. */
  readonly anchor?: string;
}

/** `now` is the wall clock in milliseconds. @throws AppError `certificate-unusable`: kept, it would fail at every start */
export function checkIssued(pem: string, asked: Asked, now: number): void {
  const why = whyUnusable(pem, asked, now);
  if (why !== null) throw new AppError('certificate-unusable', { why });
}

function whyUnusable(pem: string, asked: Asked, now: number): string | null {
  const certificate = readable(pem);
  const leaf = certificate === null ? undefined : readLeaf(certificate);
  if (certificate === null || leaf === undefined) return 'it cannot be read';
  if (publicKeyFingerprint(certificate.publicKey) !== publicKeyFingerprint(asked.keys.publicKey))
    return 'it is for another key';
  if (!isNamed(leaf, asked.name)) return 'it names another holder';
  if (leaf.serial !== asked.serial) return 'it has another serial number';
  if (!leaf.forClients || (asked.name.kind === 'gateway' && !leaf.forServers)) return 'it is for another use';
  if (!isSignedBy(certificate, asked.anchor)) return 'another CA signed it';
  // The clock here may be wrong by hours; what is wrong by days is not this clock's fault alone, and helps nobody.
  if (leaf.notAfter < now || leaf.notBefore > now + dayMs) return 'it is not valid now';
  return isTaken(pem, asked.keys) ? null : 'TLS does not take it';
}

function readable(pem: string): X509Certificate | null {
  const der = onlyPemBlock(pem, ['CERTIFICATE'], 2 * largestCertificate);
  if (der === undefined) return null;
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

function isNamed({ name }: LeafContent, holder: Holder): boolean {
  if (name === undefined) return false;
  const found = new Map<string, string>(Object.entries(name));
  return Object.entries(holder).every(([part, value]) => found.get(part) === value);
}

function isSignedBy(certificate: X509Certificate, anchor: string | undefined): boolean {
  if (anchor === undefined) return true;
  const ca = new X509Certificate(anchor);
  return certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
}

/** OpenSSL has its own mind, too, about what is strong enough. */
function isTaken(cert: string, { privateKey, publicKey }: Asked['keys']): boolean {
  try {
    createSecureContext(privateKey === undefined ? { cert } : { cert, key: privateKeyPem({ privateKey, publicKey }) });
    return true;
  } catch {
    return false;
  }
}
