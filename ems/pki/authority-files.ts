// The files that hold the CAs' keys: 0600, key and certificate in one, so that neither is ever without the other.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { type Authority, authorityId } from '../../shared/node/x509/authority.ts';
import { keyAndCertificates } from '../../shared/node/x509/pem.ts';

/** The first CA of a role, made at the first start. */
export function firstFileOf(directory: string, role: 'fabric' | 'ztna'): string {
  return path.join(directory, `${role}-ca.pem`);
}

/** A ZTNA CA by its id: the first one, or one of those that replaced it. Null if this process does not have it. @throws AppError `key-unreadable` */
export async function readZtnaAuthority(directory: string, id: string): Promise<Authority | null> {
  for (const file of [successorFileOf(directory, id), firstFileOf(directory, 'ztna')]) {
    const found = await readAuthority(file);
    if (found !== null && authorityId(found.certificatePem) === id) return found;
  }
  return null;
}

export async function writeZtnaAuthority(directory: string, made: Authority): Promise<void> {
  await writeAuthority(successorFileOf(directory, authorityId(made.certificatePem)), made);
}

export async function writeAuthority(file: string, { keyPem, certificatePem }: Authority): Promise<void> {
  await replaceFile(file, keyPem + certificatePem, { mode: 0o600 });
}

/** Null if there is none. @throws AppError `key-unreadable` */
export async function readAuthority(file: string): Promise<Authority | null> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new AppError('key-unreadable', { path: file }, { cause });
  });
  if (text === null) return null;
  const { key: keyPem, certificates } = keyAndCertificates(text);
  const [certificatePem] = certificates;
  if (keyPem === undefined || certificatePem === undefined) throw new AppError('key-unreadable', { path: file });
  return { keyPem, certificatePem };
}

function successorFileOf(directory: string, id: string): string {
  return path.join(directory, `ztna-${id}-ca.pem`);
}
