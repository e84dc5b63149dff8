// Everybody who could come to a listener of the EMS: with the certificate shown, and what they count as.

import type { CallerKind } from '../../../shared/ems/define-routes.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue.ts';
import { createAuthority } from '../../../shared/node/x509/authority.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import { type Credentials, makeThrowawayPki } from '../../doubles/throwaway-pki.ts';
import { plant } from '../ems/planted.ts';

export interface Shown {
  readonly cert: string;
  readonly key: string;
}

export interface Caller {
  readonly who: string;
  /** The kind of the route tables; null is taken nowhere. */
  readonly kind: CallerKind | null;
  readonly shown: Shown | null;
  /** With what it is refused where its kind is not taken. */
  readonly code: ErrorCode;
}

export async function everybody(ems: TestEms): Promise<readonly Caller[]> {
  const device = await ems.enroll();
  await use(ems, device);
  const gateway = await ems.approvedGateway();
  const [owner, id] = [device.uid, gateway.id];
  const foreign = await makeThrowawayPki();
  const mine = await createAuthority({ role: 'ztna', commonName: 'My own CA', days: 100 });
  const refused = 'certificate-refused';
  return [
    { who: 'nobody', kind: 'anonymous', shown: null, code: 'certificate-required' },
    { who: 'a device', kind: 'machine', shown: device, code: refused },
    { who: 'a gateway', kind: 'gateway', shown: gateway, code: refused },
    { who: 'a user', kind: 'user', shown: await plant(ems, { kind: 'user', owner }), code: refused },
    ...(await expired(ems, owner, id)),
    ...(await ended(ems, owner)),
    {
      who: 'a device that is not on record',
      kind: null,
      shown: await plant(ems, { kind: 'machine', owner, isOnRecord: false }),
      code: refused,
    },
    {
      who: 'a device signed by the fabric CA',
      kind: null,
      shown: await plant(ems, { kind: 'machine', owner, ca: 'fabric' }),
      code: refused,
    },
    {
      who: 'a gateway signed by the ZTNA CA',
      kind: null,
      shown: await plant(ems, { kind: 'gateway', owner: id, ca: 'ztna' }),
      code: refused,
    },
    {
      who: 'a device with a certificate for servers',
      kind: null,
      shown: await plant(ems, { kind: 'machine', owner, eku: 'server' }),
      code: refused,
    },
    {
      who: 'the right uid, signed by its holder',
      kind: null,
      shown: plain(await foreign.machine({ authority: mine }, owner)),
      code: refused,
    },
    {
      who: "another EMS's device of the right uid",
      kind: null,
      shown: plain(await foreign.machine({}, owner)),
      code: refused,
    },
    { who: "another EMS's user", kind: null, shown: plain(await foreign.user('ada', {}, owner)), code: refused },
    { who: "another EMS's gateway", kind: null, shown: plain(await foreign.gateway(['gw.corp.test'])), code: refused },
  ];
}

async function expired(ems: TestEms, owner: string, id: string): Promise<readonly Caller[]> {
  const at = async (who: string, kind: CallerKind | null, of: 'machine' | 'user' | 'gateway', days: number) => ({
    who: `${who}, ended ${days} days ago`,
    kind,
    shown: await plant(ems, { kind: of, owner: of === 'gateway' ? id : owner, endsInDays: -days }),
    code: 'certificate-refused' as const,
  });
  return [
    await at('a device', 'expired-machine', 'machine', 1),
    await at('a device', 'expired-machine', 'machine', 29),
    await at('a device', null, 'machine', 31),
    await at('a user', null, 'user', 1),
    await at('a gateway', null, 'gateway', 1),
    {
      who: 'a device whose certificate is not valid yet',
      kind: null,
      shown: await plant(ems, { kind: 'machine', owner, endsInDays: 200 }),
      code: 'certificate-not-yet-valid',
    },
  ];
}

async function ended(ems: TestEms, owner: string): Promise<readonly Caller[]> {
  const device = await ems.enroll();
  await ems.admin.call('revokeEndpoint', { uid: device.uid, reason: 'stolen' });
  const gateway = await ems.approvedGateway();
  const { gateways } = await ems.admin.call('gateways', {});
  const one = gateways.find((each) => each.id === gateway.id);
  if (one !== undefined) await ems.admin.call('withdrawGateway', { id: one.id });
  const code = 'certificate-refused' as const;
  return [
    { who: 'a revoked device', kind: null, shown: device, code: 'device-revoked' },
    { who: 'a withdrawn gateway', kind: null, shown: gateway, code: 'gateway-withdrawn' },
    {
      who: 'a revoked certificate',
      kind: null,
      shown: await plant(ems, { kind: 'machine', owner, state: 'revoked' }),
      code,
    },
    {
      who: 'a retired certificate',
      kind: null,
      shown: await plant(ems, { kind: 'machine', owner, state: 'retired' }),
      code,
    },
    {
      who: 'a retired certificate whose successor never came into use',
      kind: 'orphaned-machine',
      shown: await plant(ems, { kind: 'machine', owner: (await ems.enroll()).uid, state: 'retired' }),
      code,
    },
    {
      who: "a user's revoked certificate",
      kind: null,
      shown: await plant(ems, { kind: 'user', owner, state: 'revoked' }),
      code,
    },
  ];
}

async function use(ems: TestEms, device: Shown): Promise<void> {
  await using client = ems.agentClient(device);
  await client.call('profile', {});
}

function plain({ certificatePem: cert, keyPem: key }: Credentials): Shown {
  return { cert, key };
}
