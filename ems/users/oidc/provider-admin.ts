// Adds, lists and removes identity providers; one that cannot be used is not added.

import { X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import type { ProviderSummary } from '../../../shared/ems/user-accounts.ts';
import type { userSettings } from '../../../shared/ems/user-settings.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { keyAndCertificates } from '../../../shared/node/x509/pem.ts';
import type { RecordAct } from '../../admin/acts.ts';
import type { Ems } from '../../ems.ts';
import type { Queries } from '../../store/database.ts';
import { endSignIns } from '../end-sign-ins.ts';
import { keepingOffers } from '../offers.ts';
import { providerUnknown, readProvider } from '../providers.ts';
import { signedIn } from '../verified.ts';
import { discover } from './discover.ts';
import { removeSecret, writeSecret } from './secrets.ts';

type Wanted = z.output<(typeof userSettings)['addSignInProvider']['params']>;
type Discovered = z.output<(typeof userSettings)['addSignInProvider']['result']>['discovered'];

/** With the local accounts, as many as a profile has room for. */
const most = 15;

export async function listProviders(queries: Queries, now: number): Promise<ProviderSummary[]> {
  const rows = await queries.selectFrom('sign_in_providers').selectAll().orderBy('id').execute();
  const signIns = await signedIn(queries, now);
  return rows.map((row) => {
    const { ca, ...settings } = readProvider(row);
    return {
      ...settings,
      kind: 'oidc',
      hasSecret: row.secret_file !== null,
      hasOwnCa: ca !== null,
      devices: new Set(signIns.filter((each) => each.provider === row.id).map((each) => each.uid)).size,
    };
  });
}

/** @throws AppError `thing-exists`, `command-invalid`, `identity-provider-unreachable`, `identity-provider-unfit` */
export async function addProvider(ems: Ems, wanted: Wanted, record: RecordAct): Promise<Discovered> {
  const { provider, clientSecret, dryRun } = wanted;
  await requireRoom(ems.db, provider.id);
  requireCertificates(provider.ca);
  const server = await discover(provider);
  const discovered = {
    authorizationEndpoint: server.authorization_endpoint,
    tokenEndpoint: server.token_endpoint,
    algorithms: server.id_token_signing_alg_values_supported,
  };
  if (dryRun) {
    await record(ems.db);
    return discovered;
  }
  const secret_file = clientSecret === null ? null : await writeSecret(ems.config, provider.id, clientSecret);
  const row = { id: provider.id, settings: JSON.stringify(provider), secret_file, created_at: ems.clock.now() };
  try {
    await ems.db.transaction().execute(async (queries) => {
      await requireRoom(queries, provider.id);
      await keepingOffers(queries, () => queries.insertInto('sign_in_providers').values(row).execute());
      await record(queries);
    });
  } catch (error) {
    await removeSecret(ems.config, secret_file);
    throw error;
  }
  return discovered;
}

/** Whoever signed in by it is signed out. @throws AppError `thing-unknown` */
export async function removeProvider(ems: Ems, id: string, record: RecordAct): Promise<number> {
  const gone = await ems.db.transaction().execute(async (queries) => {
    const removal = queries.deleteFrom('sign_in_providers').where('id', '=', id).returningAll();
    const row = await keepingOffers(queries, () => removal.executeTakeFirst());
    if (row === undefined) throw providerUnknown(id);
    await queries.deleteFrom('pending_sign_ins').where('provider', '=', id).execute();
    const ended = await endSignIns(ems, queries, { provider: id });
    await record(queries);
    return { ended, secret_file: row.secret_file };
  });
  await removeSecret(ems.config, gone.secret_file);
  return gone.ended;
}

async function requireRoom(queries: Queries, id: string): Promise<void> {
  const rows = await queries.selectFrom('sign_in_providers').select('id').execute();
  if (rows.some((row) => row.id === id)) throw new AppError('thing-exists', { kind: 'sign-in provider', id });
  if (rows.length >= most)
    throw new AppError('command-invalid', { command: 'sign-in providers add', why: `there are ${most} already` });
}

function requireCertificates(ca: string | null): void {
  if (ca === null) return;
  const refused = { command: 'sign-in providers add', why: 'the CA file is no PEM of certificates' };
  const { certificates } = keyAndCertificates(ca);
  if (certificates.length === 0) throw new AppError('command-invalid', refused);
  for (const each of certificates)
    try {
      new X509Certificate(each);
    } catch (cause) {
      throw new AppError('command-invalid', refused, { cause });
    }
}
