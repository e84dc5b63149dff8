// Makes the short-lived certificate with which a CA's responder signs OCSP answers (RFC 6960 §4.2.2.2).

import 'reflect-metadata';
import { createHash, type KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { type Authority, dayMs, startedBeforeMs } from './authority.ts';
import { derContent, derElements, derTag } from './der.ts';
import { derSequence } from './der-write.ts';
import { authorityKeyIdentifier } from './key-identifier.ts';
import { newKeyPair, readKeyPair } from './keys.ts';
import { newSerial } from './serial.ts';
import { webSigner } from './web-key.ts';

/** Who signs in a CA's name: its key signs no answers, which strangers ask for as often as they like. */
export interface OcspSigner {
  /** DER. */
  readonly certificate: Buffer;
  /** P-256. */
  readonly key: KeyObject;
  /** SHA-1 of the public key: how an answer names its signer. */
  readonly keyHash: Buffer;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

const lifeDays = 2;
const versionTag = 0xa0;
/** id-pkix-ocsp-nocheck: nobody need ask for the state of this one, it ends soon (§4.2.2.2.1). */
const noCheck = '1.3.6.1.5.5.7.48.1.5';

export async function makeOcspSigner(authority: Authority, now: number): Promise<OcspSigner> {
  const issuer = new X509Certificate(authority.certificatePem);
  const { algorithm, signingKey } = webSigner(readKeyPair(authority.keyPem, 'of the authority').privateKey);
  const keys = await newKeyPair('p256');
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' });
  const made = await X509CertificateGenerator.create({
    subject: [{ CN: ['Stile OCSP responder'] }],
    issuer: issuer.subjectName,
    publicKey: spki,
    signingKey,
    signingAlgorithm: algorithm,
    serialNumber: newSerial(),
    notBefore: new Date(now - startedBeforeMs),
    notAfter: new Date(Math.min(now + lifeDays * dayMs, issuer.notAfter.getTime())),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.ocspSigning], true),
      new Extension(noCheck, false, Buffer.from('0500', 'hex')),
      await SubjectKeyIdentifierExtension.create(spki),
      await authorityKeyIdentifier(issuer),
    ],
  });
  return {
    certificate: Buffer.from(made.rawData),
    key: keys.privateKey,
    keyHash: createHash('sha1').update(keyBits(spki)).digest(),
    notAfter: made.notAfter.getTime(),
  };
}

/** How OCSP requests name an issuer: hashes of its name's DER, and of its key without what says of which kind it is. */
export function issuerHashes(
  certificatePem: string,
  hash: 'sha1' | 'sha256',
): { readonly name: string; readonly key: string } {
  const { raw, publicKey } = new NodeCertificate(certificatePem);
  const of = (bytes: Uint8Array) => createHash(hash).update(bytes).digest('hex');
  return { name: of(subjectOf(raw)), key: of(keyBits(publicKey.export({ type: 'spki', format: 'der' }))) };
}

/** RFC 5280 §4.1: version?, serial, algorithm, issuer, validity, subject. As it stands: another spelling has another hash. */
function subjectOf(certificate: Buffer): Buffer {
  const [signed] = derElements(derContent(certificate, derTag.sequence));
  const parts = derElements(signed?.content ?? Buffer.alloc(0));
  const subject = parts[parts[0]?.tag === versionTag ? 5 : 4];
  if (subject?.tag !== derTag.sequence) throw new RangeError('not a certificate');
  return derSequence(subject.content);
}

/** The content of the BIT STRING in a SubjectPublicKeyInfo, without the byte that counts unused bits. */
function keyBits(spki: Buffer): Buffer {
  const [, bits] = derElements(derContent(spki, derTag.sequence));
  if (bits === undefined) throw new RangeError('not a public key');
  return bits.content.subarray(1);
}
