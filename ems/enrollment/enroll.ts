// Enrols a device: code, signing request and uid in; certificate out; everything in one transaction.

import type { z } from 'zod';
import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type DeviceId, type SiteName, siteName } from '../../shared/ids.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import type { Ems } from '../ems.ts';
import { guarded } from '../invitations/guarded.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { claimSerial } from '../invitations/serials.ts';
import { countUse, findInvitation, noteUse } from '../invitations/use.ts';
import { issuedAnswer, issueMachineCertificate } from '../pki/certificates.ts';
import type { Queries } from '../store/database.ts';
import type { InvitationRow } from '../store/invitation-tables.ts';
import { announce, tagsChanged } from '../store/notices.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow } from '../store/tables.ts';
import { acquaintance } from './known-device.ts';
import { machineRequest } from './machine-request.ts';
import { addDevice, type Newcomer, takeBack } from './take-in.ts';

type Asked = z.output<(typeof agentRoutes)['enroll']['body']>;
type Answer = z.output<(typeof agentRoutes)['enroll']['reply']>;

/**
 * @throws AppError `csr-*` before anything is counted; `enrollment-refused` for every fault of the code;
 *   `uid-known` for a known uid without proof or release; `too-many-requests`
 */
export async function enroll(ems: Ems, limit: RateLimit, source: string, asked: Asked): Promise<Answer> {
  const asker = { source, action: 'enroll', target: asked.uid };
  const admitted = await guarded(ems, limit, asker, async () => {
    const request = await machineRequest(asked.csr);
    return await ems.db.transaction().execute((queries) => admit(ems, queries, request, asked, source));
  });
  const { certificate, invitation, entry } = admitted;
  if (entry !== 'again') {
    ems.log.info('a device enrolled', { uid: asked.uid, serial: certificate.serial });
  }
  const site = siteName.parse(invitation.site);
  return { ...issuedAnswer(ems, certificate), uid: asked.uid, emsId: ems.identity.emsId, site };
}

type Outcome =
  | { readonly kind: 'refused'; readonly why: string; readonly error: AppError }
  | {
      readonly kind: 'admitted';
      readonly entry: 'new' | 'proved' | 'released' | 'again';
      readonly certificate: CertificateRow;
      readonly invitation: InvitationRow;
    };

async function admit(
  ems: Ems,
  queries: Queries,
  request: SigningRequest,
  asked: Asked,
  source: string,
): Promise<Outcome> {
  const { uid } = asked;
  const { keyFingerprint } = request;
  const now = ems.clock.now();
  const found = await findInvitation(queries, { code: asked.code, role: 'device', keyFingerprint, now });
  if (found.kind === 'refused') return { kind: 'refused', why: found.why, error: new AppError('enrollment-refused') };
  const { invitation } = found;
  if (found.kind === 'again') return await sameAnswer(queries, invitation, found.subject, uid);
  const known = await acquaintance(queries, { uid, csrSha256: request.sha256, proof: asked.proof?.signature });
  if (known.kind === 'unproven')
    return { kind: 'refused', why: 'the uid is known and was not proved', error: new AppError('uid-known', { uid }) };
  const site: SiteName = siteName.parse(invitation.site);
  const claim = await claimSerial(queries, invitation, uid, asked.inventory.serialNumber);
  if (claim.kind === 'refused') return { kind: 'refused', why: claim.why, error: new AppError('enrollment-refused') };
  const newcomer: Newcomer = { uid, site, domains: invitation.domains, inventory: asked.inventory };
  if (known.kind === 'new') await addDevice(queries, newcomer, now);
  else await takeBack(queries, newcomer, known);
  const certificate = await issueMachineCertificate(ems, queries, request, { uid, site });
  await queries
    .updateTable('devices')
    .set({ view_revision: await nextRevision(queries) })
    .where('uid', '=', uid)
    .execute();
  const use = { invitation, keyFingerprint, subject: certificate.sha256, now };
  if (claim.kind === 'own') await noteUse(queries, use);
  else await countUse(queries, use);
  const detail = `${known.kind}, serial ${certificate.serial}, invitation ${invitation.id}`;
  await ems.audit.record(queries, { actor: source, action: 'enroll', target: uid, outcome: 'allowed', detail });
  // What held the identity before a release is ended with it.
  if (known.kind === 'released') await announce(queries, { kind: 'ended', id: uid, why: 'refused' });
  await announce(queries, tagsChanged);
  return { kind: 'admitted', entry: known.kind, certificate, invitation };
}

/** The key that used the invitation before gets what it got, unless that was ended since. */
async function sameAnswer(
  queries: Queries,
  invitation: InvitationRow,
  sha256: string,
  uid: DeviceId,
): Promise<Outcome> {
  const certificate = await queries
    .selectFrom('certificates')
    .selectAll()
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (certificate?.state === 'active' && certificate.owner === uid)
    return { kind: 'admitted', entry: 'again', certificate, invitation };
  return { kind: 'refused', why: 'its certificate was ended since', error: new AppError('enrollment-refused') };
}
