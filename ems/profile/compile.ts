// Compiles the one document a device is handed: rules, gateways, destinations it may see, timers.

import { X509Certificate } from 'node:crypto';
import type { DestinationSummary } from '../../shared/ems/admin-contract.ts';
import type { Profile, ProfileGateway } from '../../shared/ems/profile.ts';
import { type DeviceId, gatewayId, siteName } from '../../shared/ids.ts';
import { authorityId } from '../../shared/node/x509/authority.ts';
import { isInsideDomains } from '../../shared/policy/domain-name.ts';
import { uninstallCodeOf } from '../devices/uninstall-code.ts';
import type { Ems } from '../ems.ts';
import { publishedDestinations } from '../gateways/publication.ts';
import { readSites, readTags, readWords } from '../json.ts';
import { currentWebAuthority, type WebAuthority } from '../pki/web-authority.ts';
import { trusted, type ZtnaAuthority, ztnaAuthorities } from '../pki/ztna-authorities.ts';
import { currentState } from '../store/state.ts';
import type { CertificateRow, GatewayRow } from '../store/tables.ts';
import { offers } from '../users/offers.ts';
import { readOnFabric } from './on-fabric.ts';
import { readShellPolicy } from './shell-policy.ts';

/** @param certificate the one that the device shows */
export async function compileProfile(
  ems: Ems,
  uid: DeviceId,
  certificate: Pick<CertificateRow, 'issuer'>,
): Promise<Profile> {
  const snapshot = ems.db.transaction().setAccessMode('read only');
  return await snapshot.execute(async (queries) => {
    const { epoch, revision } = await currentState(queries);
    const device = await queries.selectFrom('devices').selectAll().where('uid', '=', uid).executeTakeFirstOrThrow();
    const site = siteName.parse(device.site);
    const rows = await queries
      .selectFrom('gateways')
      .selectAll()
      .where('state', '=', 'approved')
      .orderBy('joined_at')
      .orderBy('id')
      .execute();
    const gateways = rows.filter((row) => readSites(row.sites).includes(site)).flatMap(profileGateway);
    const visible = visibleDestinations(await publishedDestinations(queries), readTags(device.tags), gateways);
    const signer = authorityId(ems.authorities.ztna.certificatePem);
    const book = await ems.rules.read(queries);
    return {
      signInProviders: await offers(queries),
      epoch,
      revision,
      site,
      timers: { keepaliveMs: ems.config.keepaliveMs, poolIdleMs: ems.config.poolIdleMs },
      domains: readWords(device.domains),
      rules: [...book.rules],
      ruleSets: [...book.ruleSets],
      messages: Object.fromEntries(
        book.ruleSets.flatMap((set) => (set.message === undefined ? [] : [[set.tag, set.message]])),
      ),
      gateways,
      destinations: visible,
      webCa: webCaFor(await currentWebAuthority(queries), readWords(device.domains)),
      clientIssuers: trusted(await ztnaAuthorities(queries)).map(commonNameOf),
      ztnaCa: signer,
      renewWithinMs: certificate.issuer === signer ? null : ems.config.renewSpreadMs,
      shellPolicy: await readShellPolicy(queries),
      onFabric: await readOnFabric(queries),
      uninstallCode: uninstallCodeOf(device.uninstall_code, ems.clock.now()),
    };
  });
}

/** A device is asked to trust no more than it agreed to when it enrolled. */
function webCaFor(current: WebAuthority | null, domains: readonly string[]): string | null {
  return current?.domains.every((domain) => isInsideDomains(domain, domains)) === true ? current.certificatePem : null;
}

function commonNameOf({ certificatePem }: Pick<ZtnaAuthority, 'certificatePem'>): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(certificatePem).subject)?.[1] ?? '';
}

/** A gateway is worth naming once it says where it is and has a name to be known by. */
function profileGateway(row: GatewayRow): ProfileGateway[] {
  const addresses = readWords(row.addresses);
  const [serverName] = readWords(row.names);
  return addresses.length === 0 || serverName === undefined
    ? []
    : [{ id: gatewayId.parse(row.id), addresses, serverName }];
}

/** Seeing is not access: the gateway decides that by its own file. */
function visibleDestinations(
  all: readonly DestinationSummary[],
  tags: readonly string[],
  gateways: readonly ProfileGateway[],
): Profile['destinations'] {
  const named = new Set<string>();
  return all.flatMap(({ visibleTo, ...destination }) => {
    const near = destination.gateways.filter((id) => gateways.some((gateway) => gateway.id === id));
    const isSeen = visibleTo.some((each) => each === '*' || tags.some((tag) => tag === each));
    // Gateways that disagree on a name: the first that publishes it stands, or a later one could draw its visitors away.
    if (!isSeen || near.length === 0 || named.has(destination.name)) return [];
    named.add(destination.name);
    return [{ ...destination, gateways: near }];
  });
}
