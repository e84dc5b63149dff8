// Puts another ZTNA CA in the place of the one that signs, and revokes those that were replaced.

import { X509Certificate } from 'node:crypto';
import { AppError } from '../../shared/errors/app-error.ts';
import {
  authorityFingerprint,
  authorityId,
  createAuthority,
  startedBeforeMs,
} from '../../shared/node/x509/authority.ts';
import { type OwnAuthority, readOwnAuthority } from '../../shared/node/x509/check-authority.ts';
import { caDirectoryOf } from '../config.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import { announce, type Notice, profilesChanged, tagsChanged } from '../store/notices.ts';
import { nextRevision, nextRevocationsRevision } from '../store/state.ts';
import { writeZtnaAuthority } from './authority-files.ts';
import { signingRow, trusted, type ZtnaAuthority, ztnaAuthorities } from './ztna-authorities.ts';

/** Why a CA is revoked, and what its devices may do then; see `renewable.ts`. */
export type CaRevocation = 'ca-superseded' | 'ca-compromise' | 'ca-distrusted';

type Replacing = Pick<Ems, 'config' | 'clock'>;

const tenYears = 3_650;
/** Gateways take no more at once. */
const mostTrusted = 6;

const whoTrusts: readonly Notice[] = [
  { kind: 'authorities' },
  { kind: 'changed', what: 'certificates', to: { kind: 'gateway' } },
];
const whoRenews: Notice = { kind: 'changed', what: 'certificates', to: { kind: 'agent' } };

/** A new CA, or one that was brought (PEM of key and certificates). @throws AppError `authority-unfit`, `key-unreadable` */
export async function successor(ems: Replacing, brought: string | null, number: number): Promise<OwnAuthority> {
  const now = ems.clock.now();
  if (brought !== null) return readOwnAuthority(brought, now);
  const made = await createAuthority({
    role: 'ztna',
    // A name of its own: others find a CA and its list by the name.
    commonName: `Stile ZTNA CA ${number}`,
    days: tenYears,
    notBefore: new Date(now - startedBeforeMs),
  });
  return { ...made, issuersPem: '' };
}

/** From now on the successor signs; the one before is trusted until `retireAt`. @throws AppError `authority-unfit` */
export async function replaceZtna(
  ems: Replacing,
  queries: Queries,
  next: OwnAuthority,
  retireAt: number,
): Promise<{ readonly id: string; readonly before: string }> {
  const all = await ztnaAuthorities(queries);
  refuseDouble(next, all);
  const before = all.find(({ state }) => state === 'signing');
  if (before === undefined) throw new TypeError('no CA signs');
  const row = signingRow(next.certificatePem, next.issuersPem, ems.clock.now());
  await queries
    .updateTable('ztna_authorities')
    .set({ state: 'replaced', retire_at: retireAt })
    .where('state', '=', 'signing')
    .execute();
  await queries.insertInto('ztna_authorities').values(row).execute();
  await queries
    .updateTable('ems_state')
    .set({ ztna_ca: authorityFingerprint(next.certificatePem) })
    .execute();
  // A key without its row is a file that nobody reads; a row without its key would be a CA that nobody has.
  await writeZtnaAuthority(caDirectoryOf(ems.config), next);
  await nextRevision(queries);
  await announce(queries, ...whoTrusts, whoRenews);
  return { id: row.id, before: before.id };
}

function refuseDouble(next: OwnAuthority, all: readonly ZtnaAuthority[]): void {
  const { subject } = new X509Certificate(next.certificatePem);
  if (all.some(({ id }) => id === authorityId(next.certificatePem)))
    throw new AppError('authority-unfit', { why: 'it is one of this EMS already' });
  if (all.some(({ certificatePem }) => new X509Certificate(certificatePem).subject === subject))
    throw new AppError('authority-unfit', {
      why: 'a CA before it has the same name, and others find its list by that',
    });
  if (trusted(all).length >= mostTrusted)
    throw new AppError('authority-unfit', { why: `${mostTrusted} CAs are trusted already; retire one first` });
}

/**
 * Ends a replaced CA and every certificate of it, at once and everywhere.
 * @returns how many certificates were in force. @throws AppError `thing-unknown`, `authority-signs`
 */
export async function revokeZtna(
  ems: Pick<Ems, 'clock'>,
  queries: Queries,
  id: string,
  why: CaRevocation,
): Promise<number> {
  const found = (await ztnaAuthorities(queries)).find((each) => each.id === id);
  if (found === undefined) throw new AppError('thing-unknown', { kind: 'ZTNA CA', id, list: 'ztna-ca' });
  if (found.state === 'signing') throw new AppError('authority-signs', { id });
  const now = ems.clock.now();
  await queries
    .updateTable('ztna_authorities')
    .set({ state: 'revoked', revoked_at: found.revokedAt ?? now, revocation: why })
    .where('id', '=', id)
    .execute();
  const { inForce } = await queries
    .selectFrom('certificates')
    .select((select) => select.fn.countAll<number>().as('inForce'))
    .where('issuer', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  const view_revision = await nextRevision(queries);
  await queries
    .updateTable('devices')
    .set({ view_revision })
    .where('uid', 'in', queries.selectFrom('certificates').select('owner').where('issuer', '=', id))
    .execute();
  // What had been replaced by then renews nothing.
  for (const [state, revocation_reason] of [
    ['active', why],
    ['retired', 'superseded'],
  ] as const)
    await queries
      .updateTable('certificates')
      .set({ state: 'revoked', revoked_at: now, revocation_reason })
      .where('issuer', '=', id)
      .where('state', '=', state)
      .execute();
  await nextRevocationsRevision(queries);
  await announce(queries, ...whoTrusts, tagsChanged, whoRenews, profilesChanged);
  return Number(inForce);
}

/** Revokes what was replaced and is used by nobody any more, or whose time is up. Several processes may do so at once. */
export async function revokeDue(ems: Ems): Promise<void> {
  const replaced = ems.authorities.ztnaCas.all.filter(({ state }) => state === 'replaced');
  for (const { id } of replaced) {
    await ems.db.transaction().execute(async (queries) => {
      const row = (await ztnaAuthorities(queries)).find((each) => each.id === id);
      if (row?.state !== 'replaced') return;
      const isOver = row.retireAt !== null && row.retireAt <= ems.clock.now();
      if (!isOver && (await isInUse(ems, queries, id))) return;
      const ended = await revokeZtna(ems, queries, id, 'ca-superseded');
      const detail = isOver ? `its time was up; ${ended} certificates were in force` : 'no device uses it any more';
      await ems.audit.record(queries, {
        actor: 'EMS',
        action: 'ztna-ca retire',
        target: id,
        outcome: 'allowed',
        detail,
      });
      ems.log.info('a replaced ZTNA CA was revoked', { id, ended });
    });
  }
}

/** A device that was revoked, released or cloned is not waited for: it enrols anew. */
async function isInUse(ems: Ems, queries: Queries, id: string): Promise<boolean> {
  const one = await queries
    .selectFrom('certificates')
    .innerJoin('devices', 'devices.uid', 'certificates.owner')
    .select('sha256')
    .where('issuer', '=', id)
    .where('certificates.state', '=', 'active')
    .where('devices.state', '=', 'active')
    .where('not_after', '>', ems.clock.now())
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
