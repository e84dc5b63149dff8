// Enrols a device: code, signing request and uid in; certificate out; everything in one transaction.

import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { type DeviceId, type SiteName, siteName } from '../../shared/ids.ts';
import { parseCsr, type SigningRequest } from '../../shared/node/x509/csr.ts';
import { isUidProof } from '../../shared/node/x509/uid-proof.ts';
import type { Ems } from '../ems.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { countUse, findInvitation } from '../invitations/use.ts';
import { issuedAnswer, issueMachineCertificate, newestCertificate } from '../pki/certificates.ts';
import type { Queries } from '../store/database.ts';
import { nextRevision } from '../store/state.ts';
import type { CertificateRow, InvitationRow } from '../store/tables.ts';

type Asked = z.output<(typeof agentRoutes)['enroll']['body']>;
type Answer = z.output<(typeof agentRoutes)['enroll']['reply']>;

/**
 * @throws AppError `csr-*` before anything is counted; `enrollment-refused` for every fault of the code;
 *   `uid-known` for a known uid without proof or release; `too-many-requests`
 */
export async function enroll(ems: Ems, limit: RateLimit, source: string, asked: Asked): Promise<Answer> {
  limit.check(source);
  const request = await parseCsr(asked.csr).catch((error: unknown) => {
    limit.failed(source);
    throw error;
  });
  const outcome = await ems.db.transaction().execute((queries) => admit(ems, queries, request, asked));
  if (outcome.kind === 'refused') {
    limit.failed(source);
    await ems.audit.record(ems.db, {
      actor: source,
      action: 'enroll',
      target: asked.uid,
      outcome: 'refused',
      detail: outcome.why,
    });
    throw outcome.error;
  }
  if (outcome.isNew) {
    const detail = `serial ${outcome.certificate.serial}, invitation ${outcome.invitation.id}`;
    await ems.audit.record(ems.db, { actor: source, action: 'enroll', target: asked.uid, outcome: 'allowed', detail });
    ems.log.info('a device enrolled', { uid: asked.uid, serial: outcome.certificate.serial });
    await ems.hub.notify('tags', { kind: 'gateway' });
  }
  const site = siteName.parse(outcome.invitation.site);
  return { ...issuedAnswer(ems, outcome.certificate), uid: asked.uid, emsId: ems.identity.emsId, site };
}

type Outcome =
  | { readonly kind: 'refused'; readonly why: string; readonly error: AppError }
  | {
      readonly kind: 'admitted';
      readonly isNew: boolean;
      readonly certificate: CertificateRow;
      readonly invitation: InvitationRow;
    };

async function admit(ems: Ems, queries: Queries, request: SigningRequest, asked: Asked): Promise<Outcome> {
  const now = ems.clock.now();
  const { keyFingerprint } = request;
  const found = await findInvitation(queries, { code: asked.code, role: 'device', keyFingerprint, now });
  if (found.kind === 'refused') return { kind: 'refused', why: found.why, error: new AppError('enrollment-refused') };
  const { invitation } = found;
  if (found.kind === 'again') return await sameAnswer(queries, invitation, found.subject, asked.uid);
  const standing = await standingOf(queries, request, asked);
  if (standing === 'unproven')
    return {
      kind: 'refused',
      why: 'the uid is known and was not proved',
      error: new AppError('uid-known', { uid: asked.uid }),
    };
  const owner = { uid: asked.uid, site: siteName.parse(invitation.site) };
  if (standing === 'new') await addDevice(queries, owner, invitation, now);
  else await takeBack(queries, owner, invitation, standing);
  const certificate = await issueMachineCertificate(ems, queries, request, owner);
  await countUse(queries, { invitation, keyFingerprint, subject: certificate.sha256, now });
  return { kind: 'admitted', isNew: true, certificate, invitation };
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
    return { kind: 'admitted', isNew: false, certificate, invitation };
  return { kind: 'refused', why: 'its certificate was ended since', error: new AppError('enrollment-refused') };
}

type Standing = 'new' | 'proved' | 'released' | 'unproven';

/** A uid that was never seen is new; a known one needs its last machine key's signature, or an administrator's release. */
async function standingOf(queries: Queries, request: SigningRequest, asked: Asked): Promise<Standing> {
  const device = await queries.selectFrom('devices').select('state').where('uid', '=', asked.uid).executeTakeFirst();
  if (device === undefined) return 'new';
  if (device.state === 'released') return 'released';
  const last = await newestCertificate(queries, asked.uid, 'machine');
  if (device.state !== 'active' || last === undefined || asked.proof === undefined) return 'unproven';
  const isProved = isUidProof(createPublicKey(last.public_key), asked.uid, request.sha256, asked.proof.signature);
  return isProved ? 'proved' : 'unproven';
}

interface Owner {
  readonly uid: DeviceId;
  readonly site: SiteName;
}

async function addDevice(queries: Queries, owner: Owner, invitation: InvitationRow, now: number): Promise<void> {
  await queries
    .insertInto('devices')
    .values({
      ...owner,
      state: 'active',
      domains: invitation.domains,
      sequence: 0,
      tags: '[]',
      online: 0,
      last_report_at: null,
      report: null,
      inventory: null,
      disagreements: '[]',
      view_revision: await nextRevision(queries),
      enrolled_at: now,
    })
    .execute();
}

/** A released device is a machine set up anew: what held the identity before ends now. A proved one goes on. */
async function takeBack(
  queries: Queries,
  owner: Owner,
  invitation: InvitationRow,
  standing: 'proved' | 'released',
): Promise<void> {
  if (standing === 'released')
    await queries
      .updateTable('certificates')
      .set({ state: 'retired' })
      .where('owner', '=', owner.uid)
      .where('state', '=', 'active')
      .execute();
  await queries
    .updateTable('devices')
    .set({
      state: 'active',
      site: owner.site,
      domains: invitation.domains,
      tags: '[]',
      sequence: 0,
      view_revision: await nextRevision(queries),
    })
    .where('uid', '=', owner.uid)
    .execute();
}
