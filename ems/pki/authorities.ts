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
import { keyAndCertificates } from '../../shared/node/x509/pem.ts';
import type { Database, Queries } from '../store/database.ts';

export interface Authorities {
  /** Signs the EMS's servers and the gateways; what invitations pin. */
  readonly fabric: Authority;
  /** Signs devices and users. */
  readonly ztna: Authority;
  /** SHA-256 of the fabric CA's DER, the pin. */
  readonly fabricPin: string;
}

const tenYears = 3_650;
const roles = ['fabric', 'ztna'] as const;
type Role = (typeof roles)[number];

/**
 * Reads the authorities of a directory. Those that are missing are made only while the database belongs to none: several
 * processes on one database must sign with the same. @param title how people know the database
 * @throws AppError `key-unreadable`, `authority-missing`, `authority-foreign`
 */
export async function openAuthorities(directory: string, db: Database, title: string): Promise<Authorities> {
  const recorded = await recordOf(db);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const open = async (role: Role, commonName: string): Promise<Authority> => {
    const file = fileOf(directory, role);
    const found = await readAuthority(file);
    if (found !== null) return found;
    if (recorded[role] !== null) throw new AppError('authority-missing', { database: title, role, path: directory });
    const made = await createAuthority({ role, commonName, days: tenYears });
    await replaceFile(file, made.keyPem + made.certificatePem, { mode: 0o600 });
    return made;
  };
  const fabric = await open('fabric', 'Stile fabric CA');
  const ztna = await open('ztna', 'Stile ZTNA CA');
  const authorities = { fabric, ztna, fabricPin: authorityFingerprint(fabric.certificatePem) };
  await db.transaction().execute((queries) => belong(queries, authorities, directory, title));
  return authorities;
}

/** Both, by the id that stands in addresses. */
export function authoritiesById(authorities: Authorities): ReadonlyMap<string, Authority> {
  return new Map([authorities.fabric, authorities.ztna].map((each) => [authorityId(each.certificatePem), each]));
}

type Recorded = Readonly<Record<Role, string | null>>;

async function recordOf(queries: Queries): Promise<Recorded> {
  const row = await queries.selectFrom('ems_state').select(['fabric_ca', 'ztna_ca']).executeTakeFirstOrThrow();
  return { fabric: row.fabric_ca, ztna: row.ztna_ca };
}

/** Writes down to whom the database belongs, or holds what is written against the files: of two at once, one is first. */
async function belong(queries: Queries, authorities: Authorities, directory: string, title: string): Promise<void> {
  const recorded = await recordOf(queries);
  for (const role of roles) {
    const own = authorityFingerprint(authorities[role].certificatePem);
    const known = recorded[role];
    if (known !== null && known !== own)
      throw new AppError('authority-foreign', { database: title, role, path: directory });
    if (known === null)
      await queries
        .updateTable('ems_state')
        .set(role === 'fabric' ? { fabric_ca: own } : { ztna_ca: own })
        .execute();
  }
}

function fileOf(directory: string, role: Role): string {
  return path.join(directory, `${role}-ca.pem`);
}

/** Key and certificate lie in one file, so that neither is ever without the other; null if there is none. */
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
