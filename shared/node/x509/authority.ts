// Makes the certificate authorities, each for one role, and endorses a successor with its predecessor's key.

import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type AuthorityId, authorityId as authorityIdSchema } from '../../identity/certificate-record.ts';
import { fingerprint, isSameFingerprint } from './fingerprint.ts';
import { authorityKeyIdentifier } from './key-identifier.ts';
import { newKeyPair, privateKeyPem, readKeyPair } from './keys.ts';
import { nameConstraints } from './name-constraints.ts';
import { newSerial } from './serial.ts';
import { webKeyPair, webSigner } from './web-key.ts';

/** A CA with its key. The key stays in 0600 files and in the EMS. */
export interface Authority {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/**
 * What a CA is for. `fabric`: servers of the EMS and gateways (which are clients of the EMS too); `ztna`: devices and
 * users; `web`: virtual hosts, kept inside `domains` by name constraints.
 */
export type AuthorityRole =
  | { readonly role: 'fabric' | 'ztna' }
  | { readonly role: 'web'; readonly domains: readonly [string, ...string[]] };

export const dayMs = 86_400_000;
export const startedBeforeMs = 5 * 60_000;

/** A new self-signed P-256 CA that signs leaves only; it starts 5 minutes in the past. */
export async function createAuthority(
  options: AuthorityRole & { readonly commonName: string; readonly days: number; readonly notBefore?: Date },
): Promise<Authority> {
  const keys = await newKeyPair('p256');
  const notBefore = options.notBefore ?? new Date(Date.now() - startedBeforeMs);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [options.commonName] }],
    keys: webKeyPair(keys),
    signingAlgorithm: webSigner(keys.privateKey).algorithm,
    serialNumber: newSerial(),
    notBefore,
    notAfter: new Date(notBefore.getTime() + options.days * dayMs),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey.export({ type: 'spki', format: 'der' })),
      ...roleExtensions(options),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: privateKeyPem(keys) };
}

/** Names a CA in addresses (`/ca/<id>.pem`, `/crl/<id>.crl`) and records. */
export function authorityId(certificatePem: string): AuthorityId {
  return authorityIdSchema.parse(authorityFingerprint(certificatePem).slice(0, 16));
}

/** SHA-256 of a CA's DER: of the fabric CA, the invitation's pin. */
export function authorityFingerprint(certificatePem: string): string {
  return fingerprint(new NodeCertificate(certificatePem).raw);
}

/**
 * The successor's name and key in a certificate signed by the CA in force: proof that the successor is wanted. It is
 * shown beside the successor and never stands in a chain (both allow leaves only).
 */
export async function crossSign(authority: Authority, successorPem: string): Promise<string> {
  const issuer = new X509Certificate(authority.certificatePem);
  const successor = new X509Certificate(successorPem);
  const { algorithm, signingKey } = webSigner(readKeyPair(authority.keyPem, 'of the authority').privateKey);
  const certificate = await X509CertificateGenerator.create({
    subject: successor.subjectName,
    issuer: issuer.subjectName,
    publicKey: successor.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    serialNumber: newSerial(),
    notBefore: successor.notBefore,
    notAfter: new Date(Math.min(issuer.notAfter.getTime(), successor.notAfter.getTime())),
    extensions: [...successor.extensions, await authorityKeyIdentifier(issuer)],
  });
  return `${certificate.toString('pem')}\n`;
}

/** True if the cross-signed certificate, valid at `now`, speaks for the successor with the current CA's signature. */
export function isEndorsedSuccessor(
  currentPem: string,
  successorPem: string,
  crossSignedPem: string,
  now: number,
): boolean {
  const [current, successor, cross] = [currentPem, successorPem, crossSignedPem].map((pem) => new NodeCertificate(pem));
  if (current === undefined || successor === undefined || cross === undefined) return false;
  const validNow = [current, successor, cross].every(
    (one) => one.validFromDate.getTime() <= now && now <= one.validToDate.getTime(),
  );
  return (
    validNow &&
    successor.ca &&
    cross.ca &&
    cross.checkIssued(current) &&
    cross.verify(current.publicKey) &&
    successor.verify(successor.publicKey) &&
    cross.subject === successor.subject &&
    isSameFingerprint(keyHash(cross), keyHash(successor))
  );
}

function keyHash(certificate: NodeCertificate): string {
  return fingerprint(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

function roleExtensions(options: AuthorityRole): readonly Extension[] {
  // Each may have a responder of its own: some verifiers refuse a use that the CA does not name.
  const { serverAuth, clientAuth, ocspSigning } = ExtendedKeyUsage;
  switch (options.role) {
    case 'fabric':
      return [new ExtendedKeyUsageExtension([serverAuth, clientAuth, ocspSigning])];
    case 'ztna':
      return [new ExtendedKeyUsageExtension([clientAuth, ocspSigning])];
    case 'web':
      return [new ExtendedKeyUsageExtension([serverAuth, ocspSigning]), nameConstraints(options.domains)];
  }
}
