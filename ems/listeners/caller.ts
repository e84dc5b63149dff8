// Says who a connection speaks for: its certificate judged now, then matched with our record of it.

import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { CallerKind } from '../../shared/ems/define-routes.ts';
import type { DeviceId, GatewayId } from '../../shared/ids.ts';
import { type Identified, type Judge, renewalGraceMs } from '../../shared/node/x509/judge.ts';
import type { Ems } from '../ems.ts';
import { noteRetiredKey } from '../enrollment/cloned.ts';
import type { CertificateRow } from '../store/tables.ts';

/** A device's machine certificate, in force or (for renewal only) past its end. */
export interface MachineCaller {
  readonly kind: 'machine' | 'expired-machine';
  readonly uid: DeviceId;
  readonly certificate: CertificateRow;
}

export interface GatewayCaller {
  readonly kind: 'gateway';
  readonly id: GatewayId;
  readonly certificate: CertificateRow;
}

/** Who calls. `refused` is a certificate that opens nothing here; `not-yet-valid` one of the future: a clock is off; `ended` one whose device or gateway was ended. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | MachineCaller
  | GatewayCaller
  | { readonly kind: 'user' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'not-yet-valid' }
  | { readonly kind: 'ended'; readonly what: 'device' | 'gateway' };

/** The judges of both roles: devices are signed by the ZTNA CA, gateways by the fabric CA. */
export interface Judges {
  readonly ztna: Judge;
  readonly fabric: Judge;
}

/** Judges the certificate that a connection shows; done again at every request. */
export async function callerOf(ems: Ems, judges: Judges, socket: TLSSocket): Promise<Caller> {
  const presented = socket.getPeerX509Certificate();
  if (presented === undefined) return { kind: 'anonymous' };
  const identified = identify(ems, judges, presented);
  if (identified.kind !== 'identified') return identified;
  const record = await ems.db
    .selectFrom('certificates')
    .selectAll()
    .where('sha256', '=', identified.by.sha256)
    .executeTakeFirst();
  if (record === undefined) return { kind: 'refused', why: 'it is not on record' };
  return await standingOf(ems, identified.by, identified.isExpired, record);
}

type Identification =
  | { readonly kind: 'identified'; readonly by: Identified; readonly isExpired: boolean }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'not-yet-valid' };

function identify(ems: Ems, judges: Judges, presented: X509Certificate): Identification {
  const expectation = { eku: 'client', emsId: ems.identity.emsId, sites: 'any' } as const;
  const asDevice = judges.ztna.judge(presented, { ...expectation, kinds: ['machine', 'user'] });
  if (asDevice.kind === 'accepted') return { kind: 'identified', by: asDevice, isExpired: false };
  if (asDevice.kind === 'rejected' && asDevice.reason === 'expired') {
    const isRenewable = asDevice.name.kind === 'machine' && asDevice.expiredForMs <= renewalGraceMs;
    return isRenewable
      ? { kind: 'identified', by: asDevice, isExpired: true }
      : { kind: 'refused', why: 'it has expired' };
  }
  if (asDevice.kind === 'rejected' && asDevice.reason === 'not-yet-valid') return { kind: 'not-yet-valid' };
  const asGateway = judges.fabric.judge(presented, { ...expectation, kinds: ['gateway'] });
  if (asGateway.kind === 'accepted') return { kind: 'identified', by: asGateway, isExpired: false };
  if (asGateway.kind === 'rejected' && asGateway.reason === 'not-yet-valid') return { kind: 'not-yet-valid' };
  const reason = asGateway.kind === 'rejected' && asGateway.reason !== 'chain' ? asGateway.reason : 'chain';
  return { kind: 'refused', why: `judged by ${reason}` };
}

async function standingOf(ems: Ems, by: Identified, isExpired: boolean, record: CertificateRow): Promise<Caller> {
  const { name } = by;
  if (name.kind === 'user')
    return record.state === 'active' ? { kind: 'user' } : { kind: 'refused', why: `it is ${record.state}` };
  if (name.kind === 'gateway') {
    const gateway = await ems.db
      .selectFrom('gateways')
      .select('state')
      .where('id', '=', name.gatewayId)
      .executeTakeFirst();
    if (gateway === undefined || gateway.state === 'withdrawn') return { kind: 'ended', what: 'gateway' };
    if (gateway.state !== 'approved' || record.state !== 'active')
      return { kind: 'refused', why: `it is ${record.state}` };
    return { kind: 'gateway', id: name.gatewayId, certificate: record };
  }
  const device = await ems.db.selectFrom('devices').select('state').where('uid', '=', name.uid).executeTakeFirst();
  if (device === undefined || device.state === 'revoked') return { kind: 'ended', what: 'device' };
  if (record.state === 'retired' && !isExpired) await noteRetiredKey(ems, { uid: name.uid, certificate: record });
  if (record.state !== 'active') return { kind: 'refused', why: `it is ${record.state}` };
  return { kind: isExpired ? 'expired-machine' : 'machine', uid: name.uid, certificate: record };
}

/** The kind of caller a route table speaks of; null opens nothing. */
export function kindOf(caller: Caller): CallerKind | null {
  return caller.kind === 'refused' || caller.kind === 'not-yet-valid' || caller.kind === 'ended' ? null : caller.kind;
}
