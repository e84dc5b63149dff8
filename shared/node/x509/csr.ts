// Makes signing requests, and reads those that strangers send: only the key counts, and only after it was proved.

import 'reflect-metadata';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { AppError } from '../../errors/app-error.ts';
import { fingerprint, publicKeyFingerprint } from './fingerprint.ts';
import type { KeyPair } from './keys.ts';
import { isOneDerSequence, onlyPemBlock } from './pem.ts';
import { webKeyPair, webSigner } from './web-key.ts';

/** No request is larger, as text or DER. */
export const largestCsr = 16_384;

/** A request whose signature proves that the sender holds the key. Its names are ignored: names are the EMS's to give. */
export interface SigningRequest {
  readonly publicKey: KeyObject;
  /** SHA-256 of the public key's SubjectPublicKeyInfo; the same key gets the same certificate. */
  readonly keyFingerprint: string;
  /** SHA-256 of the request's DER. */
  readonly sha256: string;
}

/** A PKCS#10 request in PEM, signed with SHA-256. */
export async function makeCsr(keys: KeyPair, commonName: string): Promise<string> {
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    keys: webKeyPair(keys),
    signingAlgorithm: webSigner(keys.privateKey).algorithm,
  });
  return `${request.toString('pem')}\n`;
}

/**
 * Reads a request (PEM text or DER).
 * @throws AppError `csr-too-large`, `csr-malformed` (unreadable, or its signature is not by its key), `csr-weak`
 */
export async function parseCsr(request: string | Uint8Array): Promise<SigningRequest> {
  if (request.length > largestCsr) throw new AppError('csr-too-large', { limit: largestCsr });
  const der = derOf(request);
  try {
    const parsed = new Pkcs10CertificateRequest(der);
    const publicKey = publicKeyOf(parsed);
    refuseWeakKey(publicKey);
    refuseWeakHash(parsed.signatureAlgorithm.hash);
    if (!(await parsed.verify())) throw new AppError('csr-malformed');
    return { publicKey, keyFingerprint: publicKeyFingerprint(publicKey), sha256: fingerprint(der) };
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('csr-malformed', {}, { cause });
  }
}

/** What a request of our own holds; its signature is for others to check. */
export function ownCsr(request: string): SigningRequest {
  const der = derOf(request);
  const publicKey = publicKeyOf(new Pkcs10CertificateRequest(der));
  return { publicKey, keyFingerprint: publicKeyFingerprint(publicKey), sha256: fingerprint(der) };
}

function publicKeyOf(parsed: Pkcs10CertificateRequest): KeyObject {
  return createPublicKey({ key: Buffer.from(parsed.publicKey.rawData), format: 'der', type: 'spki' });
}

function derOf(request: string | Uint8Array): Buffer<ArrayBuffer> {
  const der =
    typeof request === 'string'
      ? onlyPemBlock(request, ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'], largestCsr)
      : request;
  if (der === undefined || !isOneDerSequence(der)) throw new AppError('csr-malformed');
  return Buffer.from(der);
}

const curves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1']);

function refuseWeakKey(key: KeyObject): void {
  const details = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') {
    const { modulusLength = 0, publicExponent = 0n } = details;
    if (modulusLength < 2_048) throw weak(`RSA with ${modulusLength} bits`);
    // Each check of a signature by such a key would cost every server more than its owner.
    if (modulusLength > 4_096) throw new AppError('csr-malformed');
    if (publicExponent < 65_537n || publicExponent > 0xffff_ffffn || publicExponent % 2n === 0n)
      throw weak('RSA with an unusual public exponent');
    return;
  }
  const kind = key.asymmetricKeyType === 'ec' ? (details.namedCurve ?? 'an unnamed curve') : key.asymmetricKeyType;
  if (key.asymmetricKeyType !== 'ec' || !curves.has(details.namedCurve ?? '')) throw weak(`${kind}`);
}

function refuseWeakHash(hash: string | { readonly name: string }): void {
  const name = typeof hash === 'string' ? hash : hash.name;
  if (!['SHA-256', 'SHA-384', 'SHA-512'].includes(name)) throw weak(`a signature with ${name}`);
}

function weak(why: string): AppError {
  return new AppError('csr-weak', { why });
}
