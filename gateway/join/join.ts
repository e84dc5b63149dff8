// Joins an EMS: pins its fabric CA, asks with a key of its own, and waits until an administrator approves.

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { AppError, hasCode } from '../../shared/errors/app-error.ts';
import type { Invitation } from '../../shared/invitation/invitation.ts';
import { claimDirectory } from '../../shared/node/claim-directory.ts';
import { routeClient } from '../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../shared/node/tls/fabric-ca.ts';
import { checkIssued } from '../../shared/node/x509/check-issued.ts';
import { makeCsr } from '../../shared/node/x509/csr.ts';
import { privateKeyPem } from '../../shared/node/x509/keys.ts';
import { type GatewayIdentity, joiningKey, writeIdentity } from './identity.ts';

export interface JoinOptions {
  readonly invitation: Invitation;
  readonly directory: string;
  readonly version: string;
  /** Told while an administrator has to compare the fingerprint and approve; each time the EMS says so. */
  readonly onPending: (gatewayId: string, keyFingerprint: string) => void;
  /** The longest pause between two questions: 2 s; shorter in tests. The first pauses are shorter yet. */
  readonly pollMs?: number;
}

/**
 * Two connections: the first fetches the CA and compares it with the pin, the code travels only over the second.
 * Returns when approved; asking again after a crash is the same request.
 * @throws AppError `directory-busy`, `pin-mismatch`, `certificate-unusable`, `ems-refused`, `ems-unreachable`, `invitation-malformed` (not a gateway's)
 */
export async function join(options: JoinOptions, signal: AbortSignal): Promise<GatewayIdentity> {
  const { invitation, directory } = options;
  if (invitation.role !== 'gateway') throw new AppError('invitation-malformed', { why: 'it is not for a gateway' });
  // A gateway that runs with the identity kept here would write over the new one, and be written over.
  using _ = await claimDirectory(directory);
  const fabricCa = await fetchFabricCa({ server: invitation.ems, sha256: invitation.ca, signal });
  const keys = await joiningKey(directory);
  const csr = await makeCsr(keys, 'stile-gateway');
  await using client = routeClient(gatewayRoutes, { origin: `https://${invitation.ems}`, tls: { ca: fabricCa } });
  const ask = () => client.call('join', { body: { code: invitation.code, csr, version: options.version } }, signal);
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    const answer = await patiently(ask);
    if (answer?.state === 'approved') {
      const { gatewayId, emsId, serial } = answer;
      const name = { kind: 'gateway', emsId, gatewayId } as const;
      checkIssued(answer.certificate, { keys, name, serial, anchor: fabricCa }, Date.now());
      const identity: GatewayIdentity = {
        version: 1,
        gatewayId,
        emsId,
        site: invitation.site,
        ems: invitation.ems,
        fabricCa,
        certificate: answer.certificate,
        key: privateKeyPem(keys),
        renewAt: new Date(Date.now() + answer.renewAfterMs).toISOString(),
      };
      await writeIdentity(directory, identity);
      await rm(path.join(directory, 'joining.key'), { force: true });
      return identity;
    }
    if (answer?.state === 'pending') options.onPending(answer.gatewayId, answer.keyFingerprint);
    await sleep(Math.min(pauseMs, options.pollMs ?? 2_000), undefined, { signal });
  }
}

/** Doubled each time: whoever approves at once need not wait, and whoever takes a day is not asked all day long. */
const firstPauseMs = 200;

/** While waiting for a person, an EMS that restarts is not a reason to give up, nor is being asked to slow down. */
async function patiently<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (hasCode(error, 'ems-unreachable')) return null;
    if (hasCode(error, 'ems-refused') && error.params.why === 'too-many-requests') return null;
    throw error;
  }
}
