// The web CA: made by an administrator for the domains of an organisation; its key is a 0600 file, what is public a row.

import path from 'node:path';
import { AppError } from '../../shared/errors/app-error.ts';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { type Authority, authorityId, createAuthority, startedBeforeMs } from '../../shared/node/x509/authority.ts';
import { type Config, caDirectoryOf } from '../config.ts';
import type { Ems } from '../ems.ts';
import { readWords } from '../json.ts';
import type { Database, Queries } from '../store/database.ts';
import { databaseTitle } from '../store/settings.ts';
import type { WebAuthorityRow } from '../store/tables.ts';
import { readAuthority } from './authority-files.ts';

/** What everybody may know of a web CA. */
export interface WebAuthority {
  readonly id: string;
  readonly certificatePem: string;
  /** All that it may sign for lies inside these: critical name constraints say so in its certificate. */
  readonly domains: readonly string[];
}

type Parts = Pick<Ems, 'config' | 'clock'>;

const tenYears = 3_650;

/** The one in force; null until an administrator has made one. */
export async function currentWebAuthority(queries: Queries): Promise<WebAuthority | null> {
  const row = await queries.selectFrom('web_authorities').selectAll().where('state', '=', 'current').executeTakeFirst();
  return row === undefined ? null : publicPart(row);
}

/** A web CA of this EMS with its key, also one that was replaced; null for none of ours. @throws AppError `authority-*`, `key-unreadable` */
export async function webAuthorityById(
  ems: Pick<Ems, 'config'>,
  queries: Queries,
  id: string,
): Promise<Authority | null> {
  const row = await queries.selectFrom('web_authorities').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : await withKey(ems.config, row);
}

/**
 * Makes the web CA, or one in the place of the one before, whose certificates stay what they are until they end.
 * The caller's transaction makes it known. @throws AppError `web-ca-exists`
 */
export async function createWebAuthority(
  ems: Parts,
  queries: Queries,
  wanted: { readonly domains: readonly [string, ...string[]]; readonly replace: boolean },
): Promise<WebAuthority> {
  const before = await currentWebAuthority(queries);
  if (before !== null && !wanted.replace) throw new AppError('web-ca-exists', { domains: before.domains.join(', ') });
  const made = await createAuthority({
    role: 'web',
    commonName: await nameFor(queries, wanted.domains[0]),
    domains: wanted.domains,
    days: tenYears,
    notBefore: new Date(ems.clock.now() - startedBeforeMs),
  });
  const id = authorityId(made.certificatePem);
  const row = {
    id,
    certificate: made.certificatePem,
    domains: JSON.stringify(wanted.domains),
    state: 'current',
    created_at: ems.clock.now(),
  };
  await queries.updateTable('web_authorities').set({ state: 'replaced' }).where('state', '=', 'current').execute();
  await queries.insertInto('web_authorities').values(row).execute();
  // A key without its row is a file that nobody reads; a row without its key would be a CA that nobody has.
  await replaceFile(fileOf(ems.config, id), made.keyPem + made.certificatePem, { mode: 0o600 });
  return publicPart(row);
}

/** A name of its own: others find a CA and its list by the name. It has at most 64 characters (RFC 5280 appendix A.1). */
async function nameFor(queries: Queries, domain: string): Promise<string> {
  const before = await queries.selectFrom('web_authorities').select('id').execute();
  const number = before.length === 0 ? '' : ` ${before.length + 1}`;
  return `Stile web CA${number} for ${domain}`.slice(0, 64);
}

/** Like the other CAs, the one in force must be where this process can sign with it. @throws AppError `authority-*`, `key-unreadable` */
export async function requireWebKey(ems: Pick<Ems, 'config'>, db: Database): Promise<void> {
  const current = await currentWebAuthority(db);
  if (current !== null) await webAuthorityById(ems, db, current.id);
}

function publicPart(row: WebAuthorityRow): WebAuthority {
  return { id: row.id, certificatePem: row.certificate, domains: readWords(row.domains) };
}

async function withKey(config: Config, row: WebAuthorityRow): Promise<Authority> {
  const found = await readAuthority(fileOf(config, row.id));
  const about = {
    database: databaseTitle(config.database, config.dataDirectory),
    role: 'web',
    path: caDirectoryOf(config),
  };
  if (found === null) throw new AppError('authority-missing', about);
  if (authorityId(found.certificatePem) !== row.id) throw new AppError('authority-foreign', about);
  return found;
}

function fileOf(config: Config, id: string): string {
  return path.join(caDirectoryOf(config), `web-${id}-ca.pem`);
}
