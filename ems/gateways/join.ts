// Lets a gateway join: its request waits until an administrator approves it; asking again gives the state.

import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { gatewayId, sha256Hex } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { SigningRequest } from '../../shared/node/x509/csr.ts';
import type { Ems } from '../ems.ts';
import { machineRequest } from '../enrollment/machine-request.ts';
import { guarded, type RefusedTry } from '../invitations/guarded.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { countUse, findInvitation } from '../invitations/use.ts';
import { readSites, readWords } from '../json.ts';
import { newestCertificate } from '../pki/certificate-records.ts';
import { issuedAnswer, issueGatewayCertificate } from '../pki/certificates.ts';
import type { Queries } from '../store/database.ts';
import type { InvitationRow } from '../store/invitation-tables.ts';
import type { CertificateRow, GatewayRow } from '../store/tables.ts';

type Asked = z.output<(typeof gatewayRoutes)['join']['body']>;
type Answer = z.output<(typeof gatewayRoutes)['join']['reply']>;

/** @throws AppError `csr-*`, `enrollment-refused`, `gateway-withdrawn`, `too-many-requests` */
export async function joinGateway(ems: Ems, limit: RateLimit, source: string, asked: Asked): Promise<Answer> {
  const asker = { source, action: 'join', target: 'gateway' };
  const { id, isNew } = await guarded(ems, limit, asker, async () => {
    const request = await machineRequest(asked.csr);
    return await ems.db.transaction().execute((queries) => admit(ems, queries, request, asked.code, source));
  });
  if (isNew) ems.log.info('a gateway waits for approval', { gateway: id });
  return await ems.db.transaction().execute((queries) => answerFor(ems, queries, id));
}

type Outcome = RefusedTry | { readonly kind: 'admitted'; readonly id: string; readonly isNew: boolean };

async function admit(
  ems: Ems,
  queries: Queries,
  request: SigningRequest,
  code: string,
  source: string,
): Promise<Outcome> {
  const { keyFingerprint } = request;
  const now = ems.clock.now();
  const found = await findInvitation(queries, { code, role: 'gateway', keyFingerprint, now });
  if (found.kind === 'refused') return { kind: 'refused', why: found.why, error: new AppError('enrollment-refused') };
  if (found.kind === 'again') return { kind: 'admitted', id: found.subject, isNew: false };
  const id = `gw_${randomToken()}`;
  const publicKey = String(request.publicKey.export({ type: 'spki', format: 'pem' }));
  await addPending(queries, id, found.invitation, keyFingerprint, publicKey, now);
  await countUse(queries, { invitation: found.invitation, keyFingerprint, subject: id, now });
  const detail = `key ${keyFingerprint}, invitation ${found.invitation.id}`;
  await ems.audit.record(queries, { actor: source, action: 'join', target: id, outcome: 'allowed', detail });
  return { kind: 'admitted', id, isNew: true };
}

async function addPending(
  queries: Queries,
  id: string,
  invitation: InvitationRow,
  keyFingerprint: string,
  publicKey: string,
  now: number,
): Promise<void> {
  const sites = JSON.stringify([invitation.site]);
  await queries
    .insertInto('gateways')
    .values({
      id,
      state: 'pending',
      key_fingerprint: keyFingerprint,
      public_key: publicKey,
      names: '[]',
      sites,
      addresses: '[]',
      view_floor: 0,
      joined_at: now,
      web_hosts: '[]',
    })
    .execute();
}

async function answerFor(ems: Ems, queries: Queries, id: string): Promise<Answer> {
  const gateway = await queries.selectFrom('gateways').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (gateway.state === 'withdrawn') throw new AppError('gateway-withdrawn');
  const parsedId = gatewayId.parse(gateway.id);
  if (gateway.state === 'pending')
    return { state: 'pending', gatewayId: parsedId, keyFingerprint: sha256Hex.parse(gateway.key_fingerprint) };
  const newest = await newestCertificate(queries, gateway.id, 'gateway');
  // A revoked one is not replaced here: whoever holds the key of then could ask for it.
  if (newest !== undefined && newest.state !== 'active') throw new AppError('enrollment-refused');
  const certificate = newest ?? (await firstCertificate(ems, queries, gateway));
  return { state: 'approved', gatewayId: parsedId, emsId: ems.identity.emsId, ...issuedAnswer(ems, certificate) };
}

/** Issued when it is first asked for after approval, for the key that was approved. */
async function firstCertificate(ems: Ems, queries: Queries, gateway: GatewayRow): Promise<CertificateRow> {
  const [site] = readSites(gateway.sites);
  if (site === undefined) throw new AppError('gateway-unknown', { gateway: gateway.id });
  return await issueGatewayCertificate(
    ems,
    queries,
    { publicKey: createPublicKey(gateway.public_key), keyFingerprint: gateway.key_fingerprint },
    { id: gatewayId.parse(gateway.id), site, names: readWords(gateway.names) },
  );
}
