// Tells a gateway whom to trust, for which sites, and which addresses are the EMS's own.

import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { z } from 'zod';
import type { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import type { Config } from '../config.ts';
import type { Ems } from '../ems.ts';
import { readSites, readWords } from '../json.ts';
import { currentWebAuthority } from '../pki/web-authority.ts';
import { trusted, type ZtnaAuthority, ztnaAuthorities } from '../pki/ztna-authorities.ts';
import { currentState } from '../store/state.ts';
import { revokedWebCertificates } from './web-certificates.ts';
import { approvedWebHosts } from './web-hosts.ts';

type Answer = z.output<(typeof gatewayRoutes)['trust']['reply']>;

export async function trustFor(ems: Ems, gateway: string): Promise<Answer> {
  const row = await ems.db
    .selectFrom('gateways')
    .select(['sites', 'names'])
    .where('id', '=', gateway)
    .executeTakeFirstOrThrow();
  const { revision } = await currentState(ems.db);
  const webCa = await currentWebAuthority(ems.db);
  // From the records: another process may have changed them a moment ago.
  const cas = await ztnaAuthorities(ems.db);
  return {
    emsId: ems.identity.emsId,
    sites: readSites(row.sites),
    names: readWords(row.names),
    ztnaCas: trusted(cas).map(({ certificatePem }) => certificatePem),
    revokedZtnaCas: revokedLately(cas, ems.clock.now()),
    emsAddresses: await ownAddresses(ems.config),
    webHosts: [...(await approvedWebHosts(ems.db, gateway, webCa))],
    webCa: webCa?.certificatePem ?? null,
    revokedWebCertificates: await revokedWebCertificates(ems, gateway),
    revision,
  };
}

const mostRevoked = 8;

/** Of which a gateway says that they were revoked; of what ended by itself nobody needs to. */
function revokedLately(cas: readonly ZtnaAuthority[], now: number): string[] {
  const isNews = ({ state, certificatePem }: ZtnaAuthority) =>
    state === 'revoked' && new X509Certificate(certificatePem).validToDate.getTime() > now;
  return cas
    .filter(isNews)
    .slice(0, mostRevoked)
    .map(({ certificatePem }) => certificatePem);
}

/** The EMS's addresses: those it was given, what its names lead to, and, where it listens on all, those of its machine. */
async function ownAddresses({ serverNames, agent, gateway }: Config): Promise<string[]> {
  const found = await Promise.all(
    serverNames.map(async (name) => {
      if (isIP(name) !== 0) return [name];
      const answers = await lookup(name, { all: true }).catch(() => []);
      return answers.map((answer) => answer.address);
    }),
  );
  const listensOnAll = [agent, gateway].some(({ host }) => host === '0.0.0.0' || host === '::');
  const machine = listensOnAll ? Object.values(networkInterfaces()).flatMap((each) => each ?? []) : [];
  const reachable = machine.filter((each) => !each.internal).map((each) => each.address);
  return [...new Set([...found.flat(), ...reachable])].slice(0, 64);
}
