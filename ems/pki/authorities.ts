// The EMS's certificate authorities: made at first start, known to the database, their keys in 0600 files.

import { mkdir } from 'node:fs/promises';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import {
  type Authority,
  authorityFingerprint,
  authorityId,
  createAuthority,
} from '../../shared/node/x509/authority.ts';
import type { Database, Queries } from '../store/database.ts';
import type { Hearer } from '../store/notices.ts';
import { firstFileOf, readAuthority, readZtnaAuthority, writeAuthority } from './authority-files.ts';
import { signingRow, ztnaAuthorities } from './ztna-authorities.ts';
import { openZtna, type ZtnaInForce } from './ztna-in-force.ts';

export interface Authorities {
  /** Signs the EMS's servers and the gateways; what invitations pin. */
  readonly fabric: Authority;
  /** SHA-256 of the fabric CA's DER, the pin. */
  readonly fabricPin: string;
  /** Signs devices and users: the one that does so now. */
  readonly ztna: Authority;
  /** All that ever did. */
  readonly ztnaCas: ZtnaInForce;
}

const tenYears = 3_650;

/**
 * Reads the authorities of a directory. Those that are missing are made only while the database belongs to none: several
 * processes on one database must sign with the same. @param title how people know the database
 * @throws AppError `key-unreadable`, `authority-missing`, `authority-foreign`
 */
export async function openAuthorities(directory: string, db: Database, title: string): Promise<Authorities> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const about = (role: 'fabric' | 'ztna') => ({ database: title, role, path: directory });
  const fabric = await firstAuthority(directory, 'fabric', 'Stile fabric CA', (await recordOf(db)).fabric_ca, about);
  await db.transaction().execute(async (queries) => {
    const own = authorityFingerprint(fabric.certificatePem);
    const { fabric_ca } = await recordOf(queries);
    // Of two processes at once, one is first.
    if (fabric_ca !== null && fabric_ca !== own) throw new AppError('authority-foreign', about('fabric'));
    if (fabric_ca === null) await queries.updateTable('ems_state').set({ fabric_ca: own }).execute();
  });
  await firstZtnaAuthority(directory, db, about);
  const ztnaCas = await openZtna(db, directory, about('ztna'));
  return {
    fabric,
    fabricPin: authorityFingerprint(fabric.certificatePem),
    ztnaCas,
    get ztna() {
      return ztnaCas.signer;
    },
  };
}

type About = (role: 'fabric' | 'ztna') => Readonly<Record<string, unknown>>;

async function firstAuthority(
  directory: string,
  role: 'fabric' | 'ztna',
  commonName: string,
  recorded: string | null,
  about: About,
): Promise<Authority> {
  const file = firstFileOf(directory, role);
  const found = await readAuthority(file);
  if (found !== null) return found;
  if (recorded !== null) throw new AppError('authority-missing', about(role));
  const made = await createAuthority({ role, commonName, days: tenYears });
  await writeAuthority(file, made);
  return made;
}

/** Makes the first one, or takes up the one of an earlier release; holds the files against the one that signs. */
async function firstZtnaAuthority(directory: string, db: Database, about: About): Promise<void> {
  const [signing] = (await ztnaAuthorities(db)).filter(({ state }) => state === 'signing');
  if (signing === undefined) {
    const { ztna_ca } = await recordOf(db);
    const made = await firstAuthority(directory, 'ztna', 'Stile ZTNA CA', ztna_ca, about);
    await db.transaction().execute((queries) => takeUp(queries, made, about('ztna')));
    return;
  }
  if ((await readZtnaAuthority(directory, signing.id)) !== null) return;
  const other = await readAuthority(firstFileOf(directory, 'ztna'));
  const known = await ztnaAuthorities(db);
  const isKnown = other === null || known.some(({ id }) => id === authorityId(other.certificatePem));
  throw new AppError(isKnown ? 'authority-missing' : 'authority-foreign', about('ztna'));
}

async function takeUp(queries: Queries, made: Authority, about: Readonly<Record<string, unknown>>): Promise<void> {
  const { ztna_ca } = await recordOf(queries);
  const own = authorityFingerprint(made.certificatePem);
  if (ztna_ca !== null && ztna_ca !== own) throw new AppError('authority-foreign', about);
  await queries.updateTable('ems_state').set({ ztna_ca: own }).execute();
  const row = signingRow(made.certificatePem, '', 0);
  await queries
    .insertInto('ztna_authorities')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Reads the CAs again when a process says that they changed, or something may have been missed. */
export function authorityHearer({ ztnaCas }: Authorities, log: Logger): Hearer {
  const read = () => {
    ztnaCas.refresh().catch((error: unknown) => log.error('the CAs could not be read', { error }));
  };
  return { notice: (heard) => (heard.kind === 'authorities' ? read() : undefined), gap: read };
}

async function recordOf(queries: Queries) {
  return await queries.selectFrom('ems_state').select(['fabric_ca', 'ztna_ca']).executeTakeFirstOrThrow();
}
