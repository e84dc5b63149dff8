// Judges a presented certificate, at every request anew: signature by a CA in force, name, kind, use and dates.

import { X509Certificate } from 'node:crypto';
import type { CertificateKind, CertificateName } from '../../identity/certificate-name.ts';
import type { EmsId, SiteName } from '../../ids.ts';
import { fingerprint } from './fingerprint.ts';
import { type LeafContent, largestCertificate, readLeaf } from './presented-certificate.ts';

/** What a route or a peer must be shown. An empty list accepts nobody. */
export interface Expectation {
  readonly kinds: readonly CertificateKind[];
  readonly eku: 'client' | 'server';
  readonly emsId: EmsId;
  /** The sites served; `any` at the EMS, which serves all its own. */
  readonly sites: readonly SiteName[] | 'any';
}

/** A certificate that a CA in force signed, and that says who it is. */
export interface Identified {
  readonly name: CertificateName;
  /** Of its DER: what records are matched by. */
  readonly sha256: string;
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

/**
 * Dates are looked at last: `expired` means that nothing else is wrong, which is what renewal needs to know.
 * `chain`: not signed by a CA in force, unreadable, too large, or itself a CA. `name`: no name of ours, or another EMS's.
 */
export type Judgement =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'rejected'; readonly reason: 'chain' | 'name' }
  | ({ readonly kind: 'rejected'; readonly reason: 'kind' | 'site' | 'eku' | 'not-yet-valid' } & Identified)
  | ({ readonly kind: 'rejected'; readonly reason: 'expired'; readonly expiredForMs: number } & Identified)
  | ({ readonly kind: 'accepted' } & Identified);

export interface Judge {
  /** Judges the certificate of a connection (`getPeerX509Certificate()`) or its DER. None at all is *anonymous*. */
  judge(certificate: X509Certificate | Uint8Array | undefined, expectation: Expectation): Judgement;
  /** From now on only these CAs (PEM, one each) count; everything remembered is forgotten. */
  replaceAnchors(anchors: readonly string[]): void;
}

/** A machine certificate this long past its end may still be renewed (with nothing else amiss, and not revoked). */
export const renewalGraceMs = 30 * 86_400_000;

/** More than one process can hold connections: below that, devices that report in turn would push each other out, every one. */
const remembered = 32_768;

/**
 * A judge that trusts the CAs of one role. `now` is the wall clock in milliseconds. Signatures are remembered per
 * SHA-256 of the certificate; dates never are. The caller still matches `sha256` with its records.
 */
export function makeJudge(options: { readonly anchors: readonly string[]; readonly now: () => number }): Judge {
  let anchors = options.anchors.map((pem) => new X509Certificate(pem));
  const known = new Map<string, Signed>();

  function signed(certificate: X509Certificate, sha256: string): Signed | undefined {
    const found = known.get(sha256) ?? verified(certificate, anchors);
    // Only what a CA of ours signed is kept: strangers cannot push anything out.
    if (found === undefined) return undefined;
    known.delete(sha256);
    known.set(sha256, found);
    if (known.size > remembered) forgetLeastRecent(known);
    return found;
  }

  return {
    judge(presented, expectation) {
      if (presented === undefined) return { kind: 'anonymous' };
      const certificate = readable(presented);
      if (certificate === undefined) return { kind: 'rejected', reason: 'chain' };
      const sha256 = fingerprintOf(certificate);
      const found = signed(certificate, sha256);
      const now = options.now();
      if (found === undefined || hasEnded(found.anchor, now)) return { kind: 'rejected', reason: 'chain' };
      const judged = decide(found.leaf, sha256, expectation, now);
      // Of a CA of the future even a good leaf is none; a leaf that is of the future itself says more of the clock.
      const isEarly = judged.kind === 'accepted' && now < found.anchor.validFromDate.getTime();
      return isEarly ? { kind: 'rejected', reason: 'chain' } : judged;
    },
    replaceAnchors(pems) {
      anchors = pems.map((pem) => new X509Certificate(pem));
      known.clear();
    },
  };
}

/** A certificate object never changes, and its connection shows it at every request. */
const fingerprints = new WeakMap<X509Certificate, string>();

function fingerprintOf(certificate: X509Certificate): string {
  const known = fingerprints.get(certificate) ?? fingerprint(certificate.raw);
  fingerprints.set(certificate, known);
  return known;
}

interface Signed {
  readonly leaf: LeafContent;
  readonly anchor: X509Certificate;
}

function forgetLeastRecent(known: Map<string, Signed>): void {
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}

function readable(presented: X509Certificate | Uint8Array): X509Certificate | undefined {
  if (presented instanceof X509Certificate) return presented.raw.length > largestCertificate ? undefined : presented;
  if (presented.length > largestCertificate) return undefined;
  try {
    return new X509Certificate(presented);
  } catch {
    return undefined;
  }
}

function verified(certificate: X509Certificate, anchors: readonly X509Certificate[]): Signed | undefined {
  // A CA of another maker with the same name is told apart by its key.
  const anchor = anchors.find((ca) => ca.ca && certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
  const leaf = anchor === undefined ? undefined : readLeaf(certificate);
  return anchor === undefined || leaf === undefined ? undefined : { leaf, anchor };
}

function hasEnded(ca: X509Certificate, now: number): boolean {
  return now > ca.validToDate.getTime();
}

function decide(leaf: LeafContent, sha256: string, expectation: Expectation, now: number): Judgement {
  const { name, serial, notAfter } = leaf;
  if (name === undefined || name.emsId !== expectation.emsId) return { kind: 'rejected', reason: 'name' };
  const identified = { name, sha256, serial, notAfter };
  if (!expectation.kinds.includes(name.kind)) return { kind: 'rejected', reason: 'kind', ...identified };
  if (expectation.sites !== 'any' && !expectation.sites.includes(name.site))
    return { kind: 'rejected', reason: 'site', ...identified };
  if (!(expectation.eku === 'client' ? leaf.forClients : leaf.forServers))
    return { kind: 'rejected', reason: 'eku', ...identified };
  if (now < leaf.notBefore) return { kind: 'rejected', reason: 'not-yet-valid', ...identified };
  if (now > notAfter) return { kind: 'rejected', reason: 'expired', expiredForMs: now - notAfter, ...identified };
  return { kind: 'accepted', ...identified };
}
