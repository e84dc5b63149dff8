// Issues certificates to servers, machines, users and gateways.

import 'reflect-metadata';
import type { KeyObject } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type Authority, authorityId, dayMs, startedBeforeMs } from './authority.ts';
import { fingerprint } from './fingerprint.ts';
import { authorityKeyIdentifier } from './key-identifier.ts';
import { readKeyPair } from './keys.ts';
import { newSerial } from './serial.ts';
import { type WebSigner, webSigner } from './web-key.ts';

/** What a certificate may be used for. */
export type Usage = 'client' | 'server' | 'both';

export interface IssueOptions {
  readonly authority: Authority;
  readonly publicKey: KeyObject;
  readonly subjectCn: string;
  /** From `formatCertificateName`; servers of the EMS have none. */
  readonly sanUri?: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly eku: Usage;
  /** Life from now; never beyond the authority's own end. */
  readonly days: number;
  /** Five minutes ago if absent, for clocks that are a little late. */
  readonly notBefore?: Date;
  /** `http://host:port` of the EMS's public listener, without a slash at its end. */
  readonly publicUrl: string;
}

export interface IssuedCertificate {
  readonly certificatePem: string;
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Signs a leaf with where to find its CA, its CRL and OCSP in it. */
export async function issue(options: IssueOptions): Promise<IssuedCertificate> {
  const { issuer, signer, keyIdentifier, id } = await signatoryOf(options.authority);
  const { algorithm, signingKey } = signer;
  const spki = options.publicKey.export({ type: 'spki', format: 'der' });
  const notBefore = options.notBefore ?? new Date(Date.now() - startedBeforeMs);
  const wanted = (options.notBefore?.getTime() ?? Date.now()) + options.days * dayMs;
  const serial = newSerial();
  const names = alternativeNames(options);
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [options.subjectCn] }],
    issuer: issuer.subjectName,
    publicKey: spki,
    signingKey,
    signingAlgorithm: algorithm,
    serialNumber: serial,
    notBefore,
    notAfter: new Date(Math.min(wanted, issuer.notAfter.getTime())),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(usages(options.eku)),
      await SubjectKeyIdentifierExtension.create(spki),
      keyIdentifier,
      ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
      new AuthorityInfoAccessExtension({
        caIssuers: `${options.publicUrl}/ca/${id}.pem`,
        ocsp: `${options.publicUrl}/ocsp`,
      }),
      new CRLDistributionPointsExtension([`${options.publicUrl}/crl/${id}.crl`]),
    ],
  });
  const der = new Uint8Array(certificate.rawData);
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    der,
    sha256: fingerprint(der),
    serial,
    notBefore: certificate.notBefore.getTime(),
    notAfter: certificate.notAfter.getTime(),
  };
}

/** An authority as the certificate library wants it. */
interface Signatory {
  readonly issuer: X509Certificate;
  readonly signer: WebSigner;
  readonly keyIdentifier: Extension;
  readonly id: string;
}

/** Reading certificate and key costs as much as a signature: it is done once for each authority, not for each certificate. */
const signatories = new WeakMap<Authority, Promise<Signatory>>();

function signatoryOf(authority: Authority): Promise<Signatory> {
  const known = signatories.get(authority);
  if (known !== undefined) return known;
  const read = readSignatory(authority);
  signatories.set(authority, read);
  return read;
}

async function readSignatory({ certificatePem, keyPem }: Authority): Promise<Signatory> {
  const issuer = new X509Certificate(certificatePem);
  return {
    issuer,
    signer: webSigner(readKeyPair(keyPem, 'of the authority').privateKey),
    keyIdentifier: await authorityKeyIdentifier(issuer),
    id: authorityId(certificatePem),
  };
}

function alternativeNames(options: IssueOptions): JsonGeneralNames {
  return [
    ...(options.sanUri === undefined ? [] : [{ type: 'url' as const, value: options.sanUri }]),
    ...(options.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(options.ipAddresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
}

function usages(eku: Usage): string[] {
  return [
    ...(eku === 'client' ? [] : [ExtendedKeyUsage.serverAuth]),
    ...(eku === 'server' ? [] : [ExtendedKeyUsage.clientAuth]),
  ];
}
