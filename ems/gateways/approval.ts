// Approves and withdraws gateways.

import { AppError } from '../../shared/errors/app-error.ts';
import type { GatewayId, SiteName } from '../../shared/ids.ts';
import { isHostName } from '../../shared/policy/domain-name.ts';
import type { Ems } from '../ems.ts';
import { revokeRows } from '../enrollment/end.ts';
import type { Queries } from '../store/database.ts';
import { announce, profilesChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

export interface Approval {
  readonly id: GatewayId;
  readonly names: readonly string[];
  readonly sites: readonly SiteName[];
}

/**
 * Approves a gateway for names and sites; its certificate gets these names and no others.
 * @throws AppError `gateway-unknown`, `gateway-withdrawn`; `command-invalid` for a name of the EMS itself or no name
 */
export async function approveGateway(ems: Ems, queries: Queries, approval: Approval): Promise<void> {
  const names = approval.names.map((name) => name.toLowerCase());
  const own = ems.config.serverNames.map((name) => name.toLowerCase());
  for (const name of names) {
    if (own.includes(name)) throw unfit(`${name} is a name of the EMS itself; give the gateway one of its own`);
    if (!isHostName(name)) throw unfit(`${name} is no host name; agents need one, such as gw.corp.test`);
  }
  const gateway = await queries.selectFrom('gateways').select('state').where('id', '=', approval.id).executeTakeFirst();
  if (gateway === undefined) throw new AppError('gateway-unknown', { gateway: approval.id });
  if (gateway.state === 'withdrawn') throw new AppError('gateway-withdrawn');
  await queries
    .updateTable('gateways')
    .set({
      state: 'approved',
      names: JSON.stringify(names),
      sites: JSON.stringify(approval.sites),
      view_floor: await nextRevision(queries),
    })
    .where('id', '=', approval.id)
    .execute();
  await announce(queries, profilesChanged, {
    kind: 'changed',
    what: 'gateways',
    to: { kind: 'gateway', id: approval.id },
  });
}

function unfit(why: string): AppError {
  return new AppError('command-invalid', { command: 'gateways approve', why });
}

/** Ends a gateway at once: its certificate, its link, its place in every profile. @throws AppError `gateway-unknown` */
export async function withdrawGateway(
  ems: Ems,
  id: GatewayId,
  record: (queries: Queries) => Promise<void>,
): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    const done = await queries
      .updateTable('gateways')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (done === undefined) throw new AppError('gateway-unknown', { gateway: id });
    await queries.deleteFrom('published').where('gateway_id', '=', id).execute();
    await revokeRows(ems, queries, { owner: id }, 'privilege-withdrawn');
    await nextRevision(queries);
    await record(queries);
    await announce(queries, profilesChanged, { kind: 'ended', id, why: 'withdrawn' });
  });
}
