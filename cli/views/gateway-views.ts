// What the commands of `stile gateway` show; pure.

import type { z } from 'zod';
import type { DeviceView } from '../../shared/ems/gateway-routes.ts';
import type { gatewayAdminContract, SessionSummary } from '../../shared/gateway/admin-contract.ts';
import { pairs, table } from './table.ts';

type Commands = typeof gatewayAdminContract.commands;
type GatewayStatus = z.output<Commands['status']['result']>;
type Policies = z.output<Commands['policies']['result']>['policies'];

export function gatewayStatusView(status: GatewayStatus): readonly string[] {
  const age = status.viewAgeMs === null ? 'nothing fetched yet' : `${seconds(status.viewAgeMs)} old`;
  return pairs([
    ['gateway', `${status.gatewayId}, ${status.version}`],
    ['listens', status.listen],
    ['EMS', `${status.ems}, ${status.emsConnected ? 'connected' : 'not connected'}`],
    ...status.emsTrouble.map((text) => ['', text] as const),
    ['view', `${age}, ${status.viewFresh ? 'fresh' : 'NOT fresh: everything is denied'}`],
    ['sessions', String(status.sessions)],
    ['configuration', status.configuration],
  ]);
}

export function sessionsView(sessions: readonly SessionSummary[]): readonly string[] {
  return table(
    ['id', 'device', 'carrier', 'destination', 'policy', 'user', 'age', 'valid for', 'sent', 'received'],
    sessions.map((each) => [
      each.id,
      each.uid ?? 'nobody',
      each.carrier,
      each.destination,
      each.policy,
      each.reportedUser ?? '',
      seconds(each.ageMs),
      each.validForMs === null ? '' : seconds(each.validForMs),
      String(each.sentBytes),
      String(each.receivedBytes),
    ]),
    'Nothing is carried now.',
  );
}

export function gatewayEndpointsView(endpoints: readonly DeviceView[]): readonly string[] {
  return table(
    ['uid', 'site', 'state', 'online', 'tags', 'valid for', 'serials'],
    endpoints.map((each) => [
      each.uid,
      each.site,
      each.state,
      each.online ? 'yes' : 'no',
      each.tags.join(', '),
      seconds(each.validForMs),
      each.certificates.map((certificate) => `${certificate.serial} ${certificate.state}`).join(', '),
    ]),
    'This gateway knows no devices.',
  );
}

export function policiesView(policies: Policies): readonly string[] {
  return table(
    ['policy', 'action', 'tags', 'destinations', 'web proxies', 'hits'],
    policies.map((each) => [
      each.name,
      each.action,
      each.tags.length === 0 ? 'none' : `${each.match} of ${each.tags.join(', ')}`,
      each.destinations.join(', '),
      each.proxies.join(', '),
      String(each.hits),
    ]),
    'There are no policies: everything is denied.',
  );
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
