// Enrols this device: pinned CA first, then the code over a connection that trusts only it.

import { createHash, randomBytes } from 'node:crypto';
import type { InvitationSummary } from '../../shared/agent/agent-contract.ts';
import { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type DeviceId, deviceId } from '../../shared/ids.ts';
import type { Invitation } from '../../shared/invitation/invitation.ts';
import { readInvitation } from '../../shared/node/invitation.ts';
import { routeClient } from '../../shared/node/route-client.ts';
import { fetchFabricCa } from '../../shared/node/tls/fabric-ca.ts';
import { checkIssued } from '../../shared/node/x509/check-issued.ts';
import { readKeyPair } from '../../shared/node/x509/keys.ts';
import { signUidProof } from '../../shared/node/x509/uid-proof.ts';
import { neverDisconnected } from '../disconnection/saved-disconnecting.ts';
import { readInventory } from '../inventory.ts';
import type { Identity } from '../state/saved.ts';
import { isoTime, type World } from '../world.ts';

/** Who asked, as the kernel named them. */
export interface Enroller {
  readonly uid: number;
  readonly name: string;
  /** Nobody is there: the organisation has laid the invitation. */
  readonly isSilent?: boolean;
}

/** What a person must see before agreeing. @throws AppError `invitation-*`; one for gateways is malformed here */
export function inspectInvitation(text: string): Omit<InvitationSummary, 'mayEnroll'> {
  const { ems, site, ca, domains } = deviceInvitation(text);
  return { ems, site, fabricCa: ca, domains: [...domains] };
}

/**
 * Enrols and saves the identity, for somebody who may. Asked again after a crash, it goes on with the key it had.
 * @throws AppError `already-enrolled`, `consent-missing`, `pin-mismatch`, `ems-*`, `certificate-unusable`, `machine-key-unavailable`
 */
export async function enroll(world: World, text: string, consent: string, by: Enroller): Promise<Identity> {
  const { saved, clock } = world;
  const invitation = deviceInvitation(text);
  const before = saved.current.identity;
  if (before !== null && !saved.current.isWithdrawn) throw new AppError('already-enrolled', { server: before.ems });
  if (consent !== invitation.ca) throw new AppError('consent-missing', { server: invitation.ems });
  const { uid, key } = await pendingKey(world, text);
  const fabricCa = await fetchFabricCa({ server: invitation.ems, sha256: invitation.ca });
  await using client = routeClient(agentRoutes, { origin: `https://${invitation.ems}`, tls: { ca: fabricCa } });
  const { csr, read } = await world.keys.request(key, uid);
  const proof = before?.uid === uid ? proofOf(before, uid, read.sha256) : {};
  const issued = await client.call('enroll', {
    body: { code: invitation.code, csr, uid, ...proof, inventory: await readInventory(world) },
  });
  const now = clock.now();
  const { emsId, serial } = issued;
  // Ours are the uid and the site of the invitation, whatever is answered beside the certificate.
  const name = { kind: 'machine', emsId, site: invitation.site, uid } as const;
  checkIssued(issued.certificate, { keys: { publicKey: read.publicKey }, name, serial }, now);
  const identity: Identity = {
    ems: invitation.ems,
    emsId,
    site: invitation.site,
    uid,
    domains: [...invitation.domains],
    fabricCa,
    fabricCaSha256: invitation.ca,
    key,
    certificate: issued.certificate,
    serial,
    enrolledBy: by.name,
    enrolledByUid: by.uid,
    since: isoTime(now),
    renewAt: now + issued.renewAfterMs,
    certificateEnds: now + issued.validForMs,
  };
  // What users added and did was for the enrolment before.
  const fresh = {
    isWithdrawn: false,
    pending: null,
    sequenceReserved: 0,
    personalDestinations: [],
    disconnecting: neverDisconnected,
  };
  const spent = by.isSilent ? { spentInvitation: sha256OfText(text) } : {};
  await saved.update((state) => ({ ...state, ...fresh, ...spent, identity }));
  return identity;
}

function deviceInvitation(text: string): Invitation {
  const invitation = readInvitation(text);
  if (invitation.role === 'device') return invitation;
  throw new AppError('invitation-malformed', { why: 'it is for a gateway; use stile-gateway join' });
}

/** The key for this invitation: the one of an interrupted try, or a new one that is saved before it is shown to anybody. */
async function pendingKey(
  { saved, keys }: World,
  text: string,
): Promise<{ readonly uid: DeviceId; readonly key: string }> {
  const invitationSha256 = sha256OfText(text);
  const { pending, identity } = saved.current;
  if (pending?.invitationSha256 === invitationSha256) return { uid: pending.uid, key: pending.key };
  const key = await keys.make();
  const uid = identity?.uid ?? deviceId.parse(randomBytes(16).toString('hex').toUpperCase());
  await saved.update((state) => ({ ...state, pending: { invitationSha256, uid, key } }));
  return { uid, key };
}

/** By it an invitation is known again, without keeping it. */
export function sha256OfText(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex');
}

/** Proves with the last machine key that the same device asks again. */
function proofOf(before: Identity, uid: DeviceId, csrSha256: string) {
  const { privateKey } = readKeyPair(before.key, 'of the enrolment before');
  return { proof: { signature: signUidProof(privateKey, uid, csrSha256) } };
}
