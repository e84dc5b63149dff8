// The EMS's two certificate authorities: 0600 files, made at first start, never rows of the database.

import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import {
  type Authority,
  authorityFingerprint,
  authorityId,
  createAuthority,
} from '../../shared/node/x509/authority.ts';

export interface Authorities {
  /** Signs the EMS's servers and the gateways; what invitations pin. */
  readonly fabric: Authority;
  /** Signs devices and users. */
  readonly ztna: Authority;
  /** SHA-256 of the fabric CA's DER, the pin. */
  readonly fabricPin: string;
}

const tenYears = 3_650;

/** Reads the authorities of a data directory, making those that are missing. @throws AppError `key-unreadable` */
export async function openAuthorities(directory: string): Promise<Authorities> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const fabric = await openAuthority(directory, 'fabric', 'Stile fabric CA');
  const ztna = await openAuthority(directory, 'ztna', 'Stile ZTNA CA');
  return { fabric, ztna, fabricPin: authorityFingerprint(fabric.certificatePem) };
}

/** Both, by the id that stands in addresses. */
export function authoritiesById(authorities: Authorities): ReadonlyMap<string, Authority> {
  return new Map([authorities.fabric, authorities.ztna].map((each) => [authorityId(each.certificatePem), each]));
}

/** Key and certificate lie in one file, so that neither is ever without the other. */
async function openAuthority(directory: string, role: 'fabric' | 'ztna', commonName: string): Promise<Authority> {
  const file = path.join(directory, `${role}-ca.pem`);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new AppError('key-unreadable', { path: file }, { cause });
  });
  if (text !== null) return splitPem(file, text);
  const made = await createAuthority({ role, commonName, days: tenYears });
  await replaceFile(file, made.keyPem + made.certificatePem, { mode: 0o600 });
  return made;
}

function splitPem(file: string, text: string): Authority {
  const blocks = text.match(/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----\n?/g) ?? [];
  const keyPem = blocks.find((block) => block.includes('PRIVATE KEY'));
  const certificatePem = blocks.find((block) => block.includes('CERTIFICATE'));
  if (keyPem === undefined || certificatePem === undefined) throw new AppError('key-unreadable', { path: file });
  return { keyPem, certificatePem };
}
