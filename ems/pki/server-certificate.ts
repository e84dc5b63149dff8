// The certificate with which the EMS itself answers: kept over restarts, and made anew long before it ends.

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { issue } from '../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem, readKeyPair } from '../../shared/node/x509/keys.ts';
import { keyAndCertificates } from '../../shared/node/x509/pem.ts';
import type { Authorities } from './authorities.ts';

/** PEM of key and certificate. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface ServerIdentity {
  readonly authorities: Pick<Authorities, 'fabric'>;
  readonly serverNames: readonly string[];
  readonly publicUrl: string;
}

const lifeDays = 90;
const dayMs = 86_400_000;
/** A third of its life: then the next one is made. */
const dueMs = 30 * dayMs;

/**
 * The one in the file while it fits and is not due, or a new one. Made anew at each start it would be of the future for
 * every agent whose clock is a little late, and keep it away from an EMS that it knew a moment before.
 * @param now the machine's own wall clock: what TLS on the other side looks at
 */
export async function serverCertificate(
  directory: string,
  identity: ServerIdentity,
  now: number,
): Promise<ServerCertificate> {
  const file = path.join(directory, 'server.pem');
  const kept = await readServerCertificate(file);
  if (kept !== null && isFit(kept, identity, now)) return kept;
  const made = await makeServerCertificate(identity);
  await replaceFile(file, made.key + made.cert, { mode: 0o600 });
  return made;
}

async function readServerCertificate(file: string): Promise<ServerCertificate | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const { key, certificates } = keyAndCertificates(text);
  const [cert] = certificates;
  return key === undefined || cert === undefined ? null : { key, cert };
}

function isFit({ key, cert }: ServerCertificate, { authorities, serverNames, publicUrl }: ServerIdentity, now: number) {
  try {
    const certificate = new X509Certificate(cert);
    const ca = new X509Certificate(authorities.fabric.certificatePem);
    const begins = certificate.validFromDate.getTime();
    return (
      certificate.checkPrivateKey(readKeyPair(key, 'of the server').privateKey) &&
      certificate.checkIssued(ca) &&
      certificate.verify(ca.publicKey) &&
      isFor(certificate, serverNames) &&
      (certificate.infoAccess ?? '').includes(`${publicUrl}/ocsp`) &&
      begins <= now &&
      now < Math.min(begins + dueMs, certificate.validToDate.getTime())
    );
  } catch {
    return false;
  }
}

/** No name less, and none more. */
function isFor(certificate: X509Certificate, names: readonly string[]): boolean {
  const { subjectAltName = '' } = certificate;
  const isIn = (name: string) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name));
  return subjectAltName.split(', ').length === names.length && names.every((name) => isIn(name) !== undefined);
}

async function makeServerCertificate({
  authorities,
  serverNames,
  publicUrl,
}: ServerIdentity): Promise<ServerCertificate> {
  const keys = await newKeyPair('p256');
  const { certificatePem } = await issue({
    authority: authorities.fabric,
    publicKey: keys.publicKey,
    subjectCn: serverNames[0] ?? 'ems',
    dnsNames: serverNames.filter((name) => isIP(name) === 0),
    ipAddresses: serverNames.filter((name) => isIP(name) !== 0),
    eku: 'server',
    days: lifeDays,
    publicUrl,
  });
  return { key: privateKeyPem(keys), cert: certificatePem };
}
