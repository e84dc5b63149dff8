// Who knocks: the device with its own certificate, devices that lost theirs, and strangers of every kind.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { systemdCreds } from '../../../../native/key-seal/linux.ts';
import { agentRoutes } from '../../../../shared/ems/agent-routes.ts';
import type { Inventory } from '../../../../shared/ems/inventory.ts';
import { type CertificateName, formatCertificateName } from '../../../../shared/identity/certificate-name.ts';
import { type DeviceId, deviceId, emsId, siteName } from '../../../../shared/ids.ts';
import { readInvitation } from '../../../../shared/node/invitation.ts';
import { type RouteClient, routeClient } from '../../../../shared/node/route-client.ts';
import { type Authority, createAuthority } from '../../../../shared/node/x509/authority.ts';
import { makeCsr } from '../../../../shared/node/x509/csr.ts';
import { issue } from '../../../../shared/node/x509/issue.ts';
import { newKeyPair, privateKeyPem } from '../../../../shared/node/x509/keys.ts';
import { names } from '../../stage/configuration.ts';
import type { Stage } from '../../stage/stage.ts';

/** PEM; null shows no certificate at all. */
export type Shown = { readonly cert: string; readonly key: string } | null;

export interface Visitors {
  /** What agents and gateways trust servers by. */
  readonly fabricCa: string;
  /** The one-time code that the last of them enrolled with. */
  readonly usedCode: string;
  readonly who: Readonly<Record<Visitor, Shown>>;
}

/** Each as the table of knocks names it. */
export type Visitor =
  | 'no certificate'
  | 'the device'
  | 'a certificate of another CA'
  | 'the right uid, another certificate'
  | 'a certificate that has expired'
  | 'a certificate not yet valid'
  | 'a certificate of a user'
  | 'the gateway'
  | 'a device nobody enrolled'
  | 'a device that never reported'
  | 'a device without the tag'
  | 'a revoked device';

const day = 86_400_000;
const identityFiles = {
  agent: z.object({
    identity: z.object({
      ...{ uid: deviceId, emsId, certificate: z.string() },
      key: z.union([z.string(), z.object({ sealed: z.string() })]),
    }),
  }),
  gateway: z.object({ certificate: z.string(), key: z.string(), fabricCa: z.string() }),
};

/**
 * Makes them all, with certificates of machines or of their users. Some are signed with the EMS's own ZTNA key, which the stage can read: what holds against them holds
 * against a mistake of the CA, too.
 */
export async function makeVisitors(stage: Stage, of: 'machines' | 'users' = 'machines'): Promise<Visitors> {
  const { data, ports } = stage.places;
  const agent = identityFiles.agent.parse(jsonOf(path.join(data.agent, 'agent.json'))).identity;
  const gateway = identityFiles.gateway.parse(jsonOf(path.join(data.gateway, 'identity.json')));
  const ztna = authorityIn(path.join(data.ems, 'ca', 'ztna-ca.pem'));
  const stranger = await createAuthority({ role: 'ztna', commonName: 'Stile ZTNA CA', days: 1 });
  const publicUrl = `http://127.0.0.1:${ports.public}`;
  const { uid } = agent;
  const site = siteName.parse(names.site);
  const named = (kind: 'machine' | 'user', whose: DeviceId): CertificateName => ({
    ...{ emsId: agent.emsId, site, uid: whose },
    ...(kind === 'user' ? { kind, osUser } : { kind }),
  });
  const usual = (whose: DeviceId) => named(of === 'users' ? 'user' : 'machine', whose);
  const signed = (authority: Authority, name: CertificateName, life: Life) =>
    certificateOf({ authority, name, life, publicUrl });

  const silent = await enrolled(stage, gateway.fabricCa, of);
  const revoked = await enrolled(stage, gateway.fabricCa, of);
  const untagged = await enrolled(stage, gateway.fabricCa, of);
  await untagged.client.call('report', { body: emptyReport }, stage.signal);
  const ems = await stage.ems();
  await ems.call('revokeEndpoint', { uid: revoked.uid, reason: 'lost' });
  await Promise.all([silent, revoked, untagged].map(({ client }) => client[Symbol.asyncDispose]()));
  return {
    fabricCa: gateway.fabricCa,
    usedCode: untagged.code,
    who: {
      'no certificate': null,
      'the device': { cert: agent.certificate, key: await opened(agent.key) },
      'a certificate of another CA': await signed(stranger, usual(uid), now),
      'the right uid, another certificate': await signed(ztna, usual(uid), now),
      'a certificate that has expired': await signed(ztna, usual(uid), over),
      'a certificate not yet valid': await signed(ztna, usual(uid), later),
      'a certificate of a user': await signed(ztna, named('user', uid), now),
      'the gateway': { cert: gateway.certificate, key: gateway.key },
      'a device nobody enrolled': await signed(ztna, usual(deviceId.parse('E'.repeat(32))), now),
      'a device that never reported': silent,
      'a device without the tag': untagged,
      'a revoked device': revoked,
    },
  };
}

const osUser = 'anna';

interface Life {
  readonly from: number;
  readonly days: number;
}
const now: Life = { from: 0, days: 1 };
const over: Life = { from: -2 * day, days: 1 };
const later: Life = { from: day, days: 1 };

async function certificateOf(wanted: {
  readonly authority: Authority;
  readonly name: CertificateName;
  readonly life: Life;
  readonly publicUrl: string;
}) {
  const { authority, name, life, publicUrl } = wanted;
  const keys = await newKeyPair('p256');
  const { certificatePem } = await issue({
    authority,
    publicKey: keys.publicKey,
    subjectCn: name.kind === 'gateway' ? name.gatewayId : name.uid,
    sanUri: formatCertificateName(name),
    eku: 'client',
    days: life.days,
    publicUrl,
    ...(life.from === 0 ? {} : { notBefore: new Date(Date.now() + life.from) }),
  });
  return { cert: certificatePem, key: privateKeyPem(keys) };
}

const inventory: Inventory = {
  hostname: 'bystander',
  os: 'linux',
  osVersion: 'Debian GNU/Linux 12',
  agentVersion: '0.0.0',
  users: [],
  serialNumber: null,
  interfaces: [],
};
const emptyReport = { sequence: 1, rulesRevision: 0, inventory, facts: [], verdicts: [] };

interface Enrolled {
  readonly uid: DeviceId;
  readonly cert: string;
  readonly key: string;
  readonly code: string;
  readonly client: RouteClient<typeof agentRoutes>;
}

/** A device of its own, without an agent around it. */
async function enrolled(stage: Stage, ca: string, of: 'machines' | 'users'): Promise<Enrolled> {
  const ems = await stage.ems();
  const { invitation } = await ems.call('invite', {
    role: 'device',
    site: names.site,
    domains: [names.domain],
    uses: 1,
    expiresInMs: 600_000,
    note: 'a bystander',
  });
  const { code } = readInvitation(invitation);
  const uid = deviceId.parse(crypto.randomUUID().replaceAll('-', '').toUpperCase());
  const keys = await newKeyPair('p256');
  const origin = `https://127.0.0.1:${stage.places.ports.agent}`;
  await using anonymous = routeClient(agentRoutes, { origin, tls: { ca } });
  const body = { code, csr: await makeCsr(keys, uid), uid, inventory };
  const { certificate } = await anonymous.call('enroll', { body }, stage.signal);
  const shown = { cert: certificate, key: privateKeyPem(keys) };
  const client = routeClient(agentRoutes, { origin, tls: { ca, ...shown } });
  return { uid, code, client, ...(of === 'users' ? await userOf(client, uid, stage.signal) : shown) };
}

async function userOf(client: RouteClient<typeof agentRoutes>, uid: DeviceId, signal: AbortSignal) {
  const keys = await newKeyPair('p256');
  const csr = await makeCsr(keys, uid);
  const { certificate } = await client.call('userCertificate', { body: { csr, osUser } }, signal);
  return { cert: certificate, key: privateKeyPem(keys) };
}

function authorityIn(file: string): Authority {
  const text = readFileSync(file, 'utf8');
  const [keyPem = '', certificatePem = ''] =
    text.match(/-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----\n?/g) ?? [];
  return { keyPem, certificatePem };
}

/** Root, who runs the stage, may open what was sealed to this machine. */
async function opened(key: string | { readonly sealed: string }): Promise<string> {
  if (typeof key === 'string') return key;
  const opening = await systemdCreds().open(key.sealed);
  if (opening.kind === 'failed') throw new Error(`the agent's key does not open: ${opening.why}`);
  return opening.secret;
}

function jsonOf(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
