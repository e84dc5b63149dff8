// Answers OCSP requests from the records: of which certificate is known what, signed in the name of the CA asked about.

import { type Authority, authorityId } from '../../shared/node/x509/authority.ts';
import { type CertificateId, type OcspRequest, parseOcspRequest } from '../../shared/node/x509/ocsp-request.ts';
import { type CertificateStatus, type OcspError, signedOcspResponse } from '../../shared/node/x509/ocsp-response.ts';
import { issuerHashes, makeOcspSigner, type OcspSigner } from '../../shared/node/x509/ocsp-signer.ts';
import type { Ems } from '../ems.ts';
import type { KnownAuthorities } from './known-authorities.ts';
import { revokedIn } from './revoked.ts';

export type OcspOutcome =
  | {
      readonly kind: 'signed';
      readonly der: Buffer;
      /** Milliseconds since 1970. */
      readonly now: number;
      readonly nextUpdate: number;
      /** An answer to a nonce is for one asker only. */
      readonly isForEverybody: boolean;
    }
  | { readonly kind: 'error'; readonly error: OcspError };

export interface OcspResponder {
  answer(request: Buffer): Promise<OcspOutcome>;
}

/** An answer holds for so long; who keeps one hears of a revocation no later. */
const lifeMs = 10 * 60_000;
/** A signer is replaced when it would end within this time. */
const signerReserveMs = 24 * 3_600_000;

export function openOcspResponder(
  ems: Pick<Ems, 'db' | 'authorities' | 'clock'>,
  known: KnownAuthorities,
): OcspResponder {
  const signers = new Map<string, Promise<OcspSigner>>();

  async function signerOf(authority: Authority, now: number): Promise<OcspSigner> {
    const id = authorityId(authority.certificatePem);
    const kept = await signers.get(id);
    // The clock may have been set back: a signer of the future is of no use either.
    if (kept !== undefined && kept.notAfter - now > signerReserveMs && kept.notAfter - now < 3 * signerReserveMs)
      return kept;
    const made = makeOcspSigner(authority, now);
    signers.set(id, made);
    made.catch(() => signers.delete(id));
    return await made;
  }

  async function statusOf(issuer: string, serial: string, now: number): Promise<CertificateStatus> {
    const row = await ems.db
      .selectFrom('certificates')
      .select(['state', 'revoked_at', 'revocation_reason'])
      .where('issuer', '=', issuer)
      .where('serial', '=', serial)
      .executeTakeFirst();
    if (row === undefined) return unrecorded(issuer);
    const revoked = revokedIn(row, now);
    return revoked === null ? { kind: 'good' } : { kind: 'revoked', ...revoked };
  }

  /** RFC 6960 §2.7: nothing that a CA with a leaked key may have signed holds, also what nobody here knows. */
  function unrecorded(issuer: string): CertificateStatus {
    const ca = ems.authorities.ztnaCas.all.find(({ id }) => id === issuer);
    const isLeaked = ca?.revocation === 'ca-compromise' || ca?.revocation === 'ca-distrusted';
    return isLeaked
      ? { kind: 'revoked', at: ca.revokedAt ?? ca.createdAt, reason: 'ca-compromise' }
      : { kind: 'unknown' };
  }

  async function answerTo({ certificates, nonce }: OcspRequest): Promise<OcspOutcome> {
    const authorities = await known.all();
    const issuer = authorities.find((each) => certificates.every((asked) => isIssuer(each, asked)));
    // Also for certificates of several CAs: an answer has one signer, and speaks for one CA.
    if (issuer === undefined) return { kind: 'error', error: 'unauthorized' };
    const now = ems.clock.now();
    const id = authorityId(issuer.certificatePem);
    const answers = await Promise.all(
      certificates.map(async (asked) => ({
        certificate: asked.der,
        status: await statusOf(id, asked.serial, now),
      })),
    );
    const nextUpdate = now + lifeMs;
    const der = signedOcspResponse({ answers, nonce, now, nextUpdate }, await signerOf(issuer, now));
    return { kind: 'signed', der, now, nextUpdate, isForEverybody: nonce === null };
  }

  return {
    async answer(request) {
      const asked = readable(request);
      return asked === null ? { kind: 'error', error: 'malformedRequest' } : await answerTo(asked);
    },
  };
}

function readable(request: Buffer): OcspRequest | null {
  try {
    return parseOcspRequest(request);
  } catch {
    return null;
  }
}

/** Hashing a CA's name and key costs more than looking them up, and a CA never changes. */
const hashed = new WeakMap<Authority, { readonly sha1: Hashes; readonly sha256: Hashes }>();
type Hashes = ReturnType<typeof issuerHashes>;

function isIssuer(authority: Authority, { hash, issuerNameHash, issuerKeyHash }: CertificateId): boolean {
  if (hash === null) return false;
  const { certificatePem } = authority;
  const own = hashed.get(authority) ?? {
    sha1: issuerHashes(certificatePem, 'sha1'),
    sha256: issuerHashes(certificatePem, 'sha256'),
  };
  hashed.set(authority, own);
  return own[hash].name === issuerNameHash && own[hash].key === issuerKeyHash;
}
