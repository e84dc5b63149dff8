// The records of the ZTNA CAs: which one signs, which are trusted still, which were revoked.

import { authorityId } from '../../shared/node/x509/authority.ts';
import type { Queries } from '../store/database.ts';
import type { ZtnaAuthorityRow } from '../store/tables.ts';

export type ZtnaState = 'signing' | 'replaced' | 'revoked';

/** A CA's public part, as everybody may know it. */
export interface ZtnaAuthority {
  readonly id: string;
  readonly certificatePem: string;
  readonly issuersPem: string;
  readonly state: ZtnaState;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly retireAt: number | null;
  readonly revokedAt: number | null;
  readonly revocation: string | null;
}

/** All there ever were, the newest first: so the one that signs comes before those it replaced. */
export async function ztnaAuthorities(queries: Queries): Promise<readonly ZtnaAuthority[]> {
  const rows = await queries
    .selectFrom('ztna_authorities')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(readRow);
}

/** Those whose certificates count. */
export function trusted(all: readonly ZtnaAuthority[]): readonly ZtnaAuthority[] {
  return all.filter(({ state }) => state !== 'revoked');
}

/** A row for a CA that signs from now on. */
export function signingRow(certificatePem: string, issuers: string, now: number): ZtnaAuthorityRow {
  return {
    id: authorityId(certificatePem),
    certificate: certificatePem,
    issuers,
    state: 'signing',
    created_at: now,
    retire_at: null,
    revoked_at: null,
    revocation: null,
  };
}

function readRow(row: ZtnaAuthorityRow): ZtnaAuthority {
  return {
    id: row.id,
    certificatePem: row.certificate,
    issuersPem: row.issuers,
    // A state that only a later release knows is the strictest one.
    state: row.state === 'signing' || row.state === 'replaced' ? row.state : 'revoked',
    createdAt: row.created_at,
    retireAt: row.retire_at,
    revokedAt: row.revoked_at,
    revocation: row.revocation,
  };
}
