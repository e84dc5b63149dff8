// Tells a gateway whom to trust, for which sites, and which addresses are the EMS's own.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { z } from 'zod';
import type { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import type { Ems } from '../ems.ts';
import { readSites, readWords } from '../json.ts';
import { currentState } from '../store/state.ts';

type Answer = z.output<(typeof gatewayRoutes)['trust']['reply']>;

export async function trustFor(ems: Ems, gateway: string): Promise<Answer> {
  const row = await ems.db
    .selectFrom('gateways')
    .select(['sites', 'names'])
    .where('id', '=', gateway)
    .executeTakeFirstOrThrow();
  const { revision } = await currentState(ems.db);
  return {
    emsId: ems.identity.emsId,
    sites: readSites(row.sites),
    names: readWords(row.names),
    ztnaCas: [ems.authorities.ztna.certificatePem],
    emsAddresses: await ownAddresses(ems.config.serverNames),
    revision,
  };
}

/** The EMS's addresses: those it was given, and what its names lead to as seen from here. */
async function ownAddresses(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      if (isIP(name) !== 0) return [name];
      const answers = await lookup(name, { all: true }).catch(() => []);
      return answers.map((answer) => answer.address);
    }),
  );
  return [...new Set(found.flat())].slice(0, 64);
}
