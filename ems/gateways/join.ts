// Lets a gateway join: its request waits until an administrator approves it; asking again gives the state.

import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { gatewayId, sha256Hex } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import { parseCsr } from '../../shared/node/x509/csr.ts';
import type { Ems } from '../ems.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { countUse, findInvitation } from '../invitations/use.ts';
import { readSites, readWords } from '../json.ts';
import { issuedAnswer, issueGatewayCertificate, newestCertificate } from '../pki/certificates.ts';
import type { Queries } from '../store/database.ts';
import type { GatewayRow, InvitationRow } from '../store/tables.ts';

type Asked = z.output<(typeof gatewayRoutes)['join']['body']>;
type Answer = z.output<(typeof gatewayRoutes)['join']['reply']>;

/** @throws AppError `csr-*`, `enrollment-refused`, `gateway-withdrawn`, `too-many-requests` */
export async function joinGateway(ems: Ems, limit: RateLimit, source: string, asked: Asked): Promise<Answer> {
  limit.check(source);
  const request = await parseCsr(asked.csr).catch((error: unknown) => {
    limit.failed(source);
    throw error;
  });
  const { keyFingerprint } = request;
  const now = ems.clock.now();
  const outcome = await ems.db.transaction().execute(async (queries) => {
    const found = await findInvitation(queries, { code: asked.code, role: 'gateway', keyFingerprint, now });
    if (found.kind === 'refused') return { kind: 'refused', why: found.why } as const;
    if (found.kind === 'again') return { kind: 'known', id: found.subject } as const;
    const id = `gw_${randomToken()}`;
    await addPending(
      queries,
      id,
      found.invitation,
      keyFingerprint,
      String(request.publicKey.export({ type: 'spki', format: 'pem' })),
      now,
    );
    await countUse(queries, { invitation: found.invitation, keyFingerprint, subject: id, now });
    return { kind: 'added', id, invitation: found.invitation } as const;
  });
  if (outcome.kind === 'refused') {
    limit.failed(source);
    await ems.audit.record(ems.db, {
      actor: source,
      action: 'join',
      target: 'gateway',
      outcome: 'refused',
      detail: outcome.why,
    });
    throw new AppError('enrollment-refused');
  }
  if (outcome.kind === 'added') {
    const detail = `key ${keyFingerprint}, invitation ${outcome.invitation.id}`;
    await ems.audit.record(ems.db, { actor: source, action: 'join', target: outcome.id, outcome: 'allowed', detail });
    ems.log.info('a gateway waits for approval', { gateway: outcome.id, keyFingerprint });
  }
  return await answerFor(ems, outcome.id);
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
      joined_at: now,
    })
    .execute();
}

async function answerFor(ems: Ems, id: string): Promise<Answer> {
  const gateway = await ems.db.selectFrom('gateways').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (gateway.state === 'withdrawn') throw new AppError('gateway-withdrawn');
  const parsedId = gatewayId.parse(gateway.id);
  if (gateway.state === 'pending')
    return { state: 'pending', gatewayId: parsedId, keyFingerprint: sha256Hex.parse(gateway.key_fingerprint) };
  const certificate =
    (await newestCertificate(ems.db, gateway.id, 'gateway')) ?? (await firstCertificate(ems, gateway));
  return { state: 'approved', gatewayId: parsedId, emsId: ems.identity.emsId, ...issuedAnswer(ems, certificate) };
}

/** Issued when it is first asked for after approval, for the key that was approved. */
async function firstCertificate(ems: Ems, gateway: GatewayRow) {
  const [site] = readSites(gateway.sites);
  if (site === undefined) throw new AppError('gateway-unknown', { gateway: gateway.id });
  return await ems.db
    .transaction()
    .execute((queries) =>
      issueGatewayCertificate(
        ems,
        queries,
        { publicKey: createPublicKey(gateway.public_key), keyFingerprint: gateway.key_fingerprint },
        { id: gatewayId.parse(gateway.id), site, names: readWords(gateway.names) },
      ),
    );
}
