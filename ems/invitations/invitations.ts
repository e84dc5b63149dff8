// Makes, lists and revokes invitations.

import type { InvitationDetails, InvitationSummary } from '../../shared/ems/invitations.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type SiteName, siteName } from '../../shared/ids.ts';
import { invitationCodeHash, newInvitationCode, writeInvitation } from '../../shared/node/invitation.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Ems } from '../ems.ts';
import { readWords } from '../json.ts';
import type { Queries } from '../store/database.ts';
import type { InvitationRow } from '../store/invitation-tables.ts';
import { organisationDomain } from './organisation-domain.ts';
import { bindToSerials, countSerials, serialsOf } from './serials.ts';

export interface WantedInvitation {
  readonly role: 'device' | 'gateway';
  readonly site: SiteName;
  readonly domains: readonly string[];
  readonly uses: number;
  readonly expiresInMs: number;
  readonly note: string;
  /** The machines it is for; empty: any. */
  readonly serials: readonly string[];
}

/** Where others reach each listener: `host:port`, or an URL where it is HTTP for anybody. */
export interface ListenerAddresses {
  readonly agent: string;
  readonly gateway: string;
  readonly public: string;
  readonly console: string;
}

/** Makes an invitation. The text is the only place where the code ever stands; the database keeps its hash. @throws AppError `command-invalid` */
export async function makeInvitation(
  ems: Ems,
  queries: Queries,
  wanted: WantedInvitation,
  addresses: ListenerAddresses,
): Promise<{ readonly invitation: string; readonly summary: InvitationSummary }> {
  if (wanted.role === 'gateway' && wanted.serials.length > 0)
    throw new AppError('command-invalid', { command: 'invite', why: 'only devices tell a serial number' });
  const code = newInvitationCode();
  const now = ems.clock.now();
  const domains = wanted.domains.map((domain) => organisationDomain('invite', domain));
  const row: InvitationRow = {
    id: `inv_${randomToken()}`,
    role: wanted.role,
    site: wanted.site,
    domains: JSON.stringify(domains),
    code_hash: invitationCodeHash(code) ?? '',
    uses: wanted.uses,
    used: 0,
    expires_at: now + wanted.expiresInMs,
    revoked_at: null,
    note: wanted.note,
    created_at: now,
  };
  await queries.insertInto('invitations').values(row).execute();
  await bindToSerials(queries, row.id, wanted.serials);
  const invitation = writeInvitation({
    v: 1,
    role: wanted.role,
    ems: wanted.role === 'device' ? addresses.agent : addresses.gateway,
    site: wanted.site,
    code,
    ca: ems.authorities.fabricPin,
    domains,
    needs: [],
  });
  return { invitation, summary: summaryOf(row, now, (await countSerials(queries)).get(row.id)) };
}

export async function listInvitations(ems: Ems): Promise<InvitationSummary[]> {
  const rows = await ems.db.selectFrom('invitations').selectAll().orderBy('created_at', 'desc').execute();
  const serials = await countSerials(ems.db);
  return rows.map((row) => summaryOf(row, ems.clock.now(), serials.get(row.id)));
}

/** @throws AppError `thing-unknown` */
export async function showInvitation(ems: Ems, id: string): Promise<InvitationDetails> {
  const summary = (await listInvitations(ems)).find((each) => each.id === id);
  if (summary === undefined) throw unknown(id);
  return { summary, serials: await serialsOf(ems.db, id) };
}

/** @throws AppError `thing-unknown` */
export async function revokeInvitation(ems: Ems, queries: Queries, id: string): Promise<void> {
  const done = await queries
    .updateTable('invitations')
    .set({ revoked_at: ems.clock.now() })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (done === undefined) throw unknown(id);
}

function unknown(id: string): AppError {
  return new AppError('thing-unknown', { kind: 'invitation', id, list: 'invitations' });
}

function summaryOf(row: InvitationRow, now: number, serials: InvitationSummary['serials'] = null): InvitationSummary {
  return {
    id: row.id,
    role: row.role === 'gateway' ? 'gateway' : 'device',
    site: siteName.parse(row.site),
    domains: readWords(row.domains),
    uses: row.uses,
    used: row.used,
    expires: new Date(row.expires_at).toISOString(),
    state: stateOf(row, now),
    note: row.note,
    serials,
  };
}

function stateOf(row: InvitationRow, now: number): InvitationSummary['state'] {
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at <= now) return 'expired';
  return row.used >= row.uses ? 'used' : 'open';
}
