// For which hosts each gateway may have web certificates: an administrator says so, inside the web CA's domains.

import { AppError } from '../../shared/errors/app-error.ts';
import type { GatewayId } from '../../shared/ids.ts';
import { isApprovedWebHost, isWebHostInside } from '../../shared/policy/web-host.ts';
import type { Ems } from '../ems.ts';
import { revokeRows } from '../enrollment/end.ts';
import { readWords } from '../json.ts';
import { currentWebAuthority, type WebAuthority } from '../pki/web-authority.ts';
import type { Queries } from '../store/database.ts';
import { announce } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';

/** Those that a gateway may ask for now. What the web CA cannot sign for is not among them, though it was approved once. */
export async function approvedWebHosts(
  queries: Queries,
  gateway: string,
  current: WebAuthority | null,
): Promise<readonly string[]> {
  const row = await queries
    .selectFrom('gateways')
    .select('web_hosts')
    .where('id', '=', gateway)
    .executeTakeFirstOrThrow();
  return readWords(row.web_hosts).filter((host) => current !== null && isWebHostInside(host, current.domains));
}

/**
 * Replaces a gateway's approved hosts; a certificate with one that is approved no longer is revoked.
 * @throws AppError `gateway-unknown`, `gateway-withdrawn`, `web-ca-absent`; `command-invalid` for a host outside the CA's domains or of the EMS
 */
export async function approveWebHosts(
  ems: Ems,
  queries: Queries,
  approval: { readonly id: GatewayId; readonly hosts: readonly string[] },
): Promise<void> {
  const { id, hosts } = approval;
  const gateway = await queries.selectFrom('gateways').select('state').where('id', '=', id).executeTakeFirst();
  if (gateway === undefined) throw new AppError('gateway-unknown', { gateway: id });
  if (gateway.state === 'withdrawn') throw new AppError('gateway-withdrawn');
  const current = await currentWebAuthority(queries);
  if (current === null) throw new AppError('web-ca-absent');
  for (const host of hosts) {
    if (!isWebHostInside(host, current.domains))
      throw unfit(`${host} lies outside the domains of the web CA, which are ${current.domains.join(', ')}`);
    if (ems.config.serverNames.some((name) => name.toLowerCase() === host))
      throw unfit(`${host} is a name of the EMS itself`);
  }
  await queries
    .updateTable('gateways')
    .set({ web_hosts: JSON.stringify([...new Set(hosts)]) })
    .where('id', '=', id)
    .execute();
  await revokeUnapproved(ems, queries, approval);
  await nextRevision(queries);
  await announce(queries, { kind: 'changed', what: 'gateways', to: { kind: 'gateway', id } });
}

async function revokeUnapproved(
  ems: Ems,
  queries: Queries,
  { id, hosts }: { readonly id: GatewayId; readonly hosts: readonly string[] },
): Promise<void> {
  const rows = await queries
    .selectFrom('certificates')
    .select(['serial', 'hosts'])
    .where('owner', '=', id)
    .where('kind', '=', 'web')
    .where('state', '!=', 'revoked')
    .where('not_after', '>', ems.clock.now())
    .execute();
  for (const row of rows) {
    const isStillApproved = readWords(row.hosts ?? '[]').every((host) => isApprovedWebHost(host, hosts));
    if (!isStillApproved) await revokeRows(ems, queries, { serial: row.serial }, 'privilege-withdrawn');
  }
}

function unfit(why: string): AppError {
  return new AppError('command-invalid', { command: 'gateways web-hosts', why });
}
