// The administrator's verbs about the ZTNA CA: what there is, another one in its place, the end of one that was replaced.

import { X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import type { emsAdminContract, ZtnaCaSummary } from '../../shared/ems/admin-contract.ts';
import { authorityId as authorityIdSchema } from '../../shared/identity/certificate-record.ts';
import { sha256Hex } from '../../shared/ids.ts';
import { authorityFingerprint } from '../../shared/node/x509/authority.ts';
import type { Ems } from '../ems.ts';
import { type CaRevocation, replaceZtna, revokeZtna, successor } from '../pki/replace-ztna.ts';
import { type ZtnaAuthority, ztnaAuthorities } from '../pki/ztna-authorities.ts';
import type { Queries } from '../store/database.ts';
import type { RecordAct } from './acts.ts';

type Wanted = z.output<(typeof emsAdminContract)['commands']['replaceZtnaCa']['params']>;
type Replaced = z.output<(typeof emsAdminContract)['commands']['replaceZtnaCa']['result']>;

export async function listZtnaCas(ems: Ems): Promise<ZtnaCaSummary[]> {
  await ems.authorities.ztnaCas.refresh();
  const all = await ztnaAuthorities(ems.db);
  return await Promise.all(all.map((each) => summaryOf(ems, ems.db, each)));
}

/** @throws AppError `authority-unfit`, `key-unreadable` */
export async function replaceZtnaCa(ems: Ems, wanted: Wanted, record: RecordAct): Promise<Replaced> {
  const number = (await ztnaAuthorities(ems.db)).length + 1;
  const next = await successor(ems, wanted.authority, number);
  const done = await ems.db.transaction().execute(async (queries) => {
    const { id, before } = await replaceZtna(ems, queries, next, ems.clock.now() + wanted.retireAfterMs);
    const ended = wanted.now ? await revokeZtna(ems, queries, before, afterLeak(wanted)) : 0;
    await record(queries, `${id} in the place of ${before}`);
    return { id: authorityIdSchema.parse(id), before: authorityIdSchema.parse(before), ended };
  });
  // Whoever is answered may act on it at once.
  await ems.authorities.ztnaCas.refresh();
  return done;
}

export async function retireZtnaCa(
  ems: Ems,
  wanted: { readonly id: string; readonly compromised: boolean; readonly enrollAgain: boolean },
  record: RecordAct,
): Promise<{ readonly ended: number }> {
  const why = wanted.compromised || wanted.enrollAgain ? afterLeak(wanted) : 'ca-superseded';
  const ended = await ems.db.transaction().execute(async (queries) => {
    const count = await revokeZtna(ems, queries, wanted.id, why);
    await record(queries, `${count} certificates were in force`);
    return count;
  });
  await ems.authorities.ztnaCas.refresh();
  return { ended };
}

function afterLeak({ enrollAgain }: { readonly enrollAgain: boolean }): CaRevocation {
  return enrollAgain ? 'ca-distrusted' : 'ca-compromise';
}

async function summaryOf(ems: Ems, queries: Queries, ca: ZtnaAuthority): Promise<ZtnaCaSummary> {
  const certificate = new X509Certificate(ca.certificatePem);
  const counted = await queries
    .selectFrom('certificates')
    .select((select) => select.fn.countAll<number>().as('inForce'))
    .where('issuer', '=', ca.id)
    .where('state', '=', 'active')
    .where('not_after', '>', ems.clock.now())
    .executeTakeFirstOrThrow();
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: authorityIdSchema.parse(ca.id),
    fingerprint: sha256Hex.parse(authorityFingerprint(ca.certificatePem)),
    subject: certificate.subject.replaceAll('\n', ', '),
    notAfter: certificate.validToDate.toISOString(),
    state: ca.state,
    keyIsHere: ems.authorities.ztnaCas.hasKey(ca.id),
    inForce: Number(counted.inForce),
    retireAt: ca.state === 'replaced' ? iso(ca.retireAt) : null,
    revokedAt: iso(ca.revokedAt),
    certificate: ca.certificatePem + ca.issuersPem,
  };
}
