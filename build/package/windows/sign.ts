// Signs programs and packages for Windows and checks signatures, by osslsigncode.

import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { runTool } from './run-tool.ts';

const osslsigncode = '/usr/bin/osslsigncode';

/** Nobody takes it for somebody's name. */
export const throwawaySubject = '/CN=Stile throw-away signer';

export interface Signer {
  /** PEM files. */
  readonly certificate: string;
  readonly key: string;
}

/** The one that STILE_SIGN_CERT and STILE_SIGN_KEY name; null if they name none. */
export function namedSigner(environment: Readonly<Record<string, string | undefined>> = process.env): Signer | null {
  const { STILE_SIGN_CERT: certificate, STILE_SIGN_KEY: key } = environment;
  return certificate === undefined || key === undefined ? null : { certificate, key };
}

/** A new one, in the folder: nobody trusts it. */
export async function throwawaySigner(folder: string): Promise<Signer> {
  const certificate = path.join(folder, 'throwaway-certificate.pem');
  const key = path.join(folder, 'throwaway-key.pem');
  const subject = ['-subj', throwawaySubject, '-addext', 'extendedKeyUsage=codeSigning'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', certificate];
  await runTool('/usr/bin/openssl', ['req', '-x509', '-days', '2', ...made, ...subject]);
  return { certificate, key };
}

/** In place. Without a time-stamp, which needs a network: the signature ends with the certificate. */
export async function signFile(file: string, { certificate, key }: Signer): Promise<void> {
  const scratch = await mkdtemp(path.join(path.dirname(file), '.signing-'));
  try {
    const signed = path.join(scratch, path.basename(file));
    const identity = ['-certs', certificate, '-key', key, '-h', 'sha256', '-n', 'Stile'];
    await runTool(osslsigncode, ['sign', ...identity, '-in', file, '-out', signed]);
    await rename(signed, file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Says why the file is not what somebody signed whose certificate leads to a certificate of this PEM file; null if it is. */
export async function whyNotSigned(file: string, roots: string, subject: string): Promise<string | null> {
  // Lists of revoked certificates are on the network, and the time that counts is the time-stamp's.
  const trust = ['-ignore-crl', '-CAfile', roots, '-TSA-CAfile', roots];
  let said: string;
  try {
    said = await runTool(osslsigncode, ['verify', ...trust, '-in', file]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return said.includes(`Subject: ${subject}\n`) ? null : `it is not signed by ${subject}`;
}

/** Node's program for Windows, as the Node project signs it; the chain ends in Microsoft's root for identified publishers. */
export function whyNotNodes(file: string): Promise<string | null> {
  const root = path.join(import.meta.dirname, 'microsoft-identity-verification-root-2020.pem');
  const foundation = '/C=US/ST=California/L=San Francisco/O=OpenJS Foundation/CN=OpenJS Foundation';
  return whyNotSigned(file, root, foundation);
}
