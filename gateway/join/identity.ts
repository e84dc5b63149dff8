// Keeps what makes this gateway itself: its key, its certificate, and whom it joined; 0600 files in the data directory.

import { X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors/app-error.ts';
import { emsId, gatewayId, hostPort, siteName } from '../../shared/ids.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { type KeyPair, newKeyPair, privateKeyPem, readKeyPair } from '../../shared/node/x509/keys.ts';

const storedIdentity = z.object({
  version: z.literal(1),
  gatewayId,
  emsId,
  site: siteName,
  /** host:port of the gateways' API. */
  ems: hostPort,
  /** PEM of the fabric CA that the invitation pinned: the only anchor for the EMS. */
  fabricCa: z.string(),
  certificate: z.string(),
  /** In the same file as its certificate, so that one replacement changes both. */
  key: z.string(),
  /** When to renew; wall clock, ISO. */
  renewAt: z.iso.datetime(),
});
export type GatewayIdentity = z.infer<typeof storedIdentity>;

const identityFile = (directory: string) => path.join(directory, 'identity.json');
const keyFile = (directory: string) => path.join(directory, 'joining.key');

/** @throws AppError `gateway-not-joined`, `key-unreadable` */
export async function readIdentity(directory: string): Promise<GatewayIdentity> {
  const text = await readFile(identityFile(directory), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new AppError('gateway-not-joined');
    throw new AppError('key-unreadable', { path: identityFile(directory) });
  });
  const parsed = storedIdentity.safeParse(jsonOf(text));
  // The cause is left out: it would quote a file that holds a key.
  if (!parsed.success) throw new AppError('key-unreadable', { path: identityFile(directory) });
  return parsed.data;
}

export async function writeIdentity(directory: string, identity: GatewayIdentity): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await replaceFile(identityFile(directory), `${JSON.stringify(identity, null, 2)}\n`);
}

/** The key to join with; kept while the EMS has not approved, so that asking again is the same request. */
export async function joiningKey(directory: string): Promise<KeyPair> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = keyFile(directory);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return readKeyPair(text, file);
  const made = await newKeyPair('p256');
  await replaceFile(file, privateKeyPem(made));
  return made;
}

/** The DNS names of a certificate (PEM), lower case. */
export function namesOf(certificate: string): readonly string[] {
  const { subjectAltName = '' } = new X509Certificate(certificate);
  return [...subjectAltName.matchAll(/DNS:([^,]+)/g)].map(([, name = '']) => name.toLowerCase());
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
