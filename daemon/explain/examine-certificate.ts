// Asks the EMS and the gateways about this device's certificate, for the comparison of the three.

import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../shared/agent/agent-contract.ts';
import { hasCode } from '../../shared/errors/app-error.ts';
import { fingerprint } from '../../shared/node/x509/fingerprint.ts';
import type { Membership } from '../membership.ts';
import type { Identity } from '../state/saved.ts';
import { askWhoami } from './ask-whoami.ts';
import { certificateAgreement, type EmsAnswer } from './certificate-agreement.ts';

const timeoutMs = 5_000;
const patienceMs = 2_000;

/** Nothing while the device is not enrolled. */
export async function examineCertificate(
  identity: Identity | null,
  membership: Pick<Membership, 'call' | 'profile'> | null,
): Promise<Finding[]> {
  if (identity === null || membership === null) return [];
  const first = await ask(identity, membership);
  // A gateway hears of a revocation a moment later than the EMS knows it: only what lasts is the EMS's fault.
  if (!first.some(({ stale }) => stale === 'EMS')) return first;
  await sleep(patienceMs);
  return await ask(identity, membership);
}

async function ask(identity: Identity, membership: Pick<Membership, 'call' | 'profile'>): Promise<Finding[]> {
  const { fabricCa: ca, certificate: cert, key } = identity;
  const gateways = membership.profile?.gateways ?? [];
  const [ems, ...answers] = await Promise.all([
    askEms(membership),
    ...gateways.map((gateway) => askWhoami(gateway, { ca, cert, key })),
  ]);
  const x509 = new X509Certificate(cert);
  const own = { serial: identity.serial, sha256: fingerprint(x509.raw), notAfter: x509.validToDate.getTime() };
  return certificateAgreement(
    own,
    ems,
    answers.map((answer, at) => [gateways[at]?.serverName ?? '', answer]),
  );
}

async function askEms(membership: Pick<Membership, 'call'>): Promise<EmsAnswer> {
  try {
    const { certificates } = await membership.call('certificates', {}, AbortSignal.timeout(timeoutMs));
    return { kind: 'answered', certificates };
  } catch (error) {
    return hasCode(error, 'ems-refused') ? { kind: 'refused', why: String(error.params.why) } : { kind: 'silent' };
  }
}
