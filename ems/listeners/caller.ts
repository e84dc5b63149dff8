// Says who a connection speaks for: its certificate judged now, then matched with our record of it.

import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../../shared/clock.ts';
import type { CallerKind } from '../../shared/ems/define-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { DeviceId, GatewayId } from '../../shared/ids.ts';
import {
  type Identified,
  type Judge,
  type Judgement,
  makeJudge,
  renewalGraceMs,
} from '../../shared/node/x509/judge.ts';
import type { Ems } from '../ems.ts';
import { hasUsedSuccessor, noteRetiredKey } from '../enrollment/cloned.ts';
import { putBack } from '../enrollment/put-back.ts';
import type { Authorities } from '../pki/authorities.ts';
import { isOrphaned } from '../pki/renewable.ts';
import { trusted, type ZtnaAuthority } from '../pki/ztna-authorities.ts';
import type { CertificateRow } from '../store/tables.ts';

/** A device's machine certificate, in force or (for renewal only) past its end, or of a CA that was revoked. */
export interface MachineCaller {
  readonly kind: 'machine' | 'expired-machine' | 'orphaned-machine';
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

/** The table has let only machines through; anything else is a bug of ours, and refused. */
export function machine(caller: Caller): MachineCaller {
  if (caller.kind === 'machine' || caller.kind === 'expired-machine' || caller.kind === 'orphaned-machine')
    return caller;
  throw new AppError('certificate-required', { kinds: 'machine' });
}

/** The judges of both roles: devices are signed by a ZTNA CA, gateways by the fabric CA. */
export interface Judges {
  readonly ztna: Judge;
  /** ZTNA CAs that were revoked: what they signed opens nothing, but what is on record may be renewed. */
  readonly revoked: Judge;
  readonly fabric: Judge;
}

/** They follow the CAs of this EMS, whichever process replaces or revokes one. */
export function judgesOf({ fabric, ztnaCas }: Authorities, clock: Clock): Judges {
  const judge = (anchors: readonly string[]) => makeJudge({ anchors, now: () => clock.now() });
  const judges = { ztna: judge([]), revoked: judge([]), fabric: judge([fabric.certificatePem]) };
  ztnaCas.follow((all) => {
    const isRevoked = ({ state }: ZtnaAuthority) => state === 'revoked';
    judges.ztna.replaceAnchors(trusted(all).map(({ certificatePem }) => certificatePem));
    judges.revoked.replaceAnchors(all.filter(isRevoked).map(({ certificatePem }) => certificatePem));
  });
  return judges;
}

/** Judges the certificate that a connection shows; done again at every request. */
export async function callerOf(ems: Ems, judges: Judges, socket: TLSSocket): Promise<Caller> {
  const presented = socket.getPeerX509Certificate();
  if (presented === undefined) return { kind: 'anonymous' };
  const identified = identify(ems, judges, presented);
  if (identified.kind !== 'identified') return identified;
  const kept = await ems.db
    .selectFrom('certificates')
    .selectAll()
    .where('sha256', '=', identified.by.sha256)
    .executeTakeFirst();
  const record = kept ?? (identified.opens === 'all' ? await putBack(ems, presented, identified.by) : undefined);
  if (record === undefined) return { kind: 'refused', why: 'it is not on record' };
  return await standingOf(ems, identified, record);
}

type Identification =
  | { readonly kind: 'identified'; readonly by: Identified; readonly opens: 'all' | 'expired' | 'orphaned' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'not-yet-valid' };

function identify(ems: Ems, judges: Judges, presented: X509Certificate): Identification {
  const expectation = { eku: 'client', emsId: ems.identity.emsId, sites: 'any' } as const;
  const asDevice = judges.ztna.judge(presented, { ...expectation, kinds: ['machine', 'user'] });
  if (asDevice.kind === 'accepted') return { kind: 'identified', by: asDevice, opens: 'all' };
  if (asDevice.kind === 'rejected' && asDevice.reason === 'expired') {
    const isRenewable = asDevice.name.kind === 'machine' && asDevice.expiredForMs <= renewalGraceMs;
    return isRenewable
      ? { kind: 'identified', by: asDevice, opens: 'expired' }
      : { kind: 'refused', why: 'it has expired' };
  }
  if (asDevice.kind === 'rejected' && asDevice.reason === 'not-yet-valid') return { kind: 'not-yet-valid' };
  const asGateway = judges.fabric.judge(presented, { ...expectation, kinds: ['gateway'] });
  if (asGateway.kind === 'accepted') return { kind: 'identified', by: asGateway, opens: 'all' };
  if (asGateway.kind === 'rejected' && asGateway.reason === 'not-yet-valid') return { kind: 'not-yet-valid' };
  const asOrphan = judges.revoked.judge(presented, { ...expectation, kinds: ['machine'] });
  if (isRenewableOrphan(asOrphan)) return { kind: 'identified', by: asOrphan, opens: 'orphaned' };
  const reason = asGateway.kind === 'rejected' && asGateway.reason !== 'chain' ? asGateway.reason : 'chain';
  return { kind: 'refused', why: `judged by ${reason}` };
}

function isRenewableOrphan(judgement: Judgement): judgement is Extract<Judgement, Identified> {
  if (judgement.kind === 'accepted') return true;
  return judgement.kind === 'rejected' && judgement.reason === 'expired' && judgement.expiredForMs <= renewalGraceMs;
}

async function standingOf(
  ems: Ems,
  { by: { name }, opens }: Extract<Identification, { kind: 'identified' }>,
  record: CertificateRow,
): Promise<Caller> {
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
  const machine = { uid: name.uid, certificate: record };
  if (opens === 'orphaned')
    return isOrphaned(record)
      ? { kind: 'orphaned-machine', ...machine }
      : { kind: 'refused', why: 'the CA that signed it was revoked' };
  if (record.state === 'retired' && opens === 'all') {
    await noteRetiredKey(ems, machine);
    // The answer to its renewal was lost, and with it the only other key it had.
    if (!(await hasUsedSuccessor(ems.db, machine))) return { kind: 'orphaned-machine', ...machine };
  }
  if (record.state !== 'active') return { kind: 'refused', why: `it is ${record.state}` };
  return { kind: opens === 'expired' ? 'expired-machine' : 'machine', ...machine };
}

/** The kind of caller a route table speaks of; null opens nothing. */
export function kindOf(caller: Caller): CallerKind | null {
  return caller.kind === 'refused' || caller.kind === 'not-yet-valid' || caller.kind === 'ended' ? null : caller.kind;
}
