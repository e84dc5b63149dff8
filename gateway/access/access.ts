// Answers the questions that carriers and registry ask, from what is in force at this moment.

import type { Clock } from '../../shared/clock.ts';
import type { DeviceId, EmsId, SiteName } from '../../shared/ids.ts';
import { type Judge, type Judgement, makeJudge } from '../../shared/node/x509/judge.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { GatewayConfig } from '../config/schema.ts';
import type { DeviceViews } from '../ems/device-views.ts';
import type { Trust } from '../ems/ems-connection.ts';
import { judgeAddress, type Surroundings } from '../resolve/refused-addresses.ts';
import type { ForwardRequest, SessionState } from '../sessions/session.ts';
import { type Decision, decide, whyNoStanding } from './decide.ts';
import type { DeviceStanding, JudgedCertificate, Standing } from './device-standing.ts';

export interface AccessSources {
  readonly config: () => GatewayConfig;
  readonly views: DeviceViews;
  readonly surroundings: () => Surroundings;
  readonly emsId: EmsId;
  readonly clock: Clock;
  /** A known device shows a sound certificate that the view does not hold: the view may have missed something. */
  readonly unknownCertificate: () => void;
}

export class Access {
  readonly #sources: AccessSources;
  readonly #judge: Judge;
  /** CAs that were revoked: it opens nothing, but people are told why. */
  readonly #revoked: Judge;
  /** Who a connection was seen to be; stays when its CA is gone, so that its sessions are still found as that device's. */
  readonly #seen = new WeakMap<ClientConnection, DeviceId>();
  #sites: readonly SiteName[] = [];
  #readiness: Standing['view']['readiness'] = 'not-ready';

  constructor(sources: AccessSources) {
    this.#sources = sources;
    this.#judge = makeJudge({ anchors: [], now: () => sources.clock.now() });
    this.#revoked = makeJudge({ anchors: [], now: () => sources.clock.now() });
  }

  /** Before the first trust nobody's certificate is accepted. */
  trust(trust: Trust): void {
    if (this.#readiness === 'not-ready') this.#readiness = 'ready';
    this.#sites = trust.sites;
    this.#judge.replaceAnchors(trust.ztnaCas);
    this.#revoked.replaceAnchors(trust.revokedZtnaCas);
  }

  withdraw(): void {
    this.#readiness = 'withdrawn';
  }

  decide(request: ForwardRequest): Decision {
    const { target, reportedUser } = request;
    return decide({ ...this.standingOf(request.connection), target, reportedUser }, this.#sources.config());
  }

  /** Decides a live session again, with the address it is connected to, if it is, as a further condition. */
  decideAgain(request: ForwardRequest, state: SessionState): Decision {
    return state.kind === 'joined' ? this.decideAt(request, state.address) : this.decide(request);
  }

  /** Decides a request whose server has been connected to: that very address has to be allowed now. */
  decideAt(request: ForwardRequest, address: string): Decision {
    const decision = this.decide(request);
    if (decision.kind === 'denied') return decision;
    const allowed = decision.destination['allow-addresses'];
    if (judgeAddress(address, this.#sources.surroundings(), allowed).kind === 'allowed') return decision;
    return { kind: 'denied', code: '081', policy: decision.policy, tags: [] };
  }

  standing(connection: ClientConnection): DenialCode | null {
    return whyNoStanding(this.standingOf(connection), 'machine');
  }

  /** What is left of the certificate that a connection shows; nothing if it is not one of ours. Milliseconds. */
  endsInMs(connection: ClientConnection): number {
    const judged = this.#judged(connection);
    return judged.kind === 'sound' ? judged.endsInMs : 0;
  }

  /** The uid that a certificate of ours names, whether or not it may do anything. */
  uidOf(connection: ClientConnection): DeviceId | null {
    const seen = this.#seen.get(connection);
    if (seen !== undefined) return seen;
    const judged = this.#judged(connection);
    if (judged.kind !== 'sound') return null;
    this.#seen.set(connection, judged.uid);
    return judged.uid;
  }

  get freshForMs(): number {
    const ageMs = this.#sources.views.ageMs;
    const threshold = this.#sources.config()['endpoint-control']['out-of-sync-threshold'] * 1_000;
    return ageMs === null ? 0 : threshold - ageMs;
  }

  device(uid: DeviceId): DeviceStanding | null {
    return this.#sources.views.standing(uid);
  }

  /** Who a connection shows to be, and what is known of that device. */
  standingOf(connection: ClientConnection): Standing {
    const certificate = this.#judged(connection);
    const device = certificate.kind === 'sound' ? this.device(certificate.uid) : null;
    if (
      certificate.kind === 'sound' &&
      device?.certificates.some(({ sha256 }) => sha256 === certificate.sha256) === false
    )
      this.#sources.unknownCertificate();
    return {
      certificate,
      device,
      view: { freshForMs: this.freshForMs, readiness: this.#readiness },
    };
  }

  #judged(connection: ClientConnection): JudgedCertificate {
    const expectation = {
      kinds: ['machine', 'user'],
      eku: 'client',
      emsId: this.#sources.emsId,
      sites: this.#sites,
    } as const;
    const shown = connection.certificate?.x509;
    const judgement = this.#judge.judge(shown, expectation);
    const isOfRevokedCa =
      judgement.kind === 'rejected' &&
      judgement.reason === 'chain' &&
      this.#revoked.judge(shown, expectation).kind === 'accepted';
    if (isOfRevokedCa) return { kind: 'rejected', why: 'revoked-ca' };
    return judgedCertificate(judgement, this.#sources.clock.now());
  }
}

function judgedCertificate(judgement: Judgement, now: number): JudgedCertificate {
  if (judgement.kind === 'anonymous') return { kind: 'none' };
  if (judgement.kind === 'rejected') return { kind: 'rejected', why: judgement.reason };
  const { name, sha256, notAfter } = judgement;
  if (name.kind === 'gateway') return { kind: 'rejected', why: 'kind' };
  const osUser = name.kind === 'user' ? name.osUser : null;
  return { kind: 'sound', uid: name.uid, site: name.site, sha256, opens: name.kind, osUser, endsInMs: notAfter - now };
}
