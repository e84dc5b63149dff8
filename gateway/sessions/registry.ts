// Knows every session and every tunnel connection, decides them again when something changed, and cuts what may not stay.

import { type DeviceId, requestId, type SessionId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { DenialCode } from '../../shared/tunnel/denial.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import { Tally } from '../accept/connection-limits.ts';
import type { Refusal } from '../access/decide.ts';
import { denialOf } from '../access/denial.ts';
import type { Accepted, NoticeTaker, Session, SessionEnd } from './session.ts';

/** What the registry asks of the rest of the gateway. */
export interface RegistryPorts {
  /** Decides a session as of now. */
  decide(session: Session): Accepted | Refusal;
  /** Why a connection may reach nothing at all; null if it may ask. */
  standing(connection: ClientConnection): DenialCode | null;
  /** What is left of a connection's certificate; milliseconds. */
  endsInMs(connection: ClientConnection): number;
  uidOf(connection: ClientConnection): DeviceId | null;
  ended(session: Session, end: SessionEnd): void;
}

/** Whom a change concerns. */
export type Affected = ReadonlySet<DeviceId> | 'all';

/** Codes that end a connection for good, not only what it carries: revoked, no longer valid, gateway withdrawn. */
export const endsConnections: readonly DenialCode[] = ['001', '063', '097'];

/** How long a connection that carries nothing may take to hear why it is being ended. */
const lastWordMs = 200;

/** A timer takes no longer wait than this. */
const longestTimerMs = 2_147_483_647;

export class SessionRegistry {
  readonly #ports: RegistryPorts;
  readonly #sessions = new Map<SessionId, Session>();
  /** Tunnel connections, each with the timer of its certificate's end. */
  readonly #takers = new Map<NoticeTaker, NodeJS.Timeout>();
  readonly #perHolder = new Tally();
  readonly #releases = new Map<SessionId, () => void>();

  constructor(ports: RegistryPorts) {
    this.#ports = ports;
  }

  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** Tunnel connections, idle ones included. */
  get tunnelConnections(): number {
    return this.#takers.size;
  }

  /** How many sessions the device of this connection has; of one without a certificate, its address. */
  streamsOf(connection: ClientConnection): number {
    return this.#perHolder.of(this.#holderOf(connection));
  }

  /** Enters a session before it is decided, so that no change can slip between decision and entry. */
  enter(session: Session): void {
    this.#sessions.set(session.id, session);
    this.#releases.set(session.id, this.#perHolder.add(this.#holderOf(session.request.connection)));
  }

  #holderOf(connection: ClientConnection): string {
    return this.#ports.uidOf(connection) ?? connection.source.address;
  }

  /** Arms the end of a decision's validity; at that moment it is decided again. */
  watch(session: Session, validForMs: number): void {
    session.validFor(validForMs, () => this.#recheckOne(session));
  }

  end(session: Session, end: SessionEnd): void {
    this.#sessions.delete(session.id);
    this.#releases.get(session.id)?.();
    this.#releases.delete(session.id);
    if (session.end()) this.#ports.ended(session, end);
  }

  /** A tunnel connection that can carry notices; the returned function takes it out. */
  addTaker(taker: NoticeTaker): () => void {
    this.#watchTaker(taker);
    return () => this.#forget(taker);
  }

  /** Decides everything of these devices again; what is no longer allowed is cut before this returns. */
  recheck(affected: Affected): void {
    const concerns = (connection: ClientConnection) => {
      const uid = this.#ports.uidOf(connection);
      return affected === 'all' || uid === null || affected.has(uid);
    };
    for (const session of this.sessions) if (concerns(session.request.connection)) this.#recheckOne(session);
    for (const taker of [...this.#takers.keys()]) if (concerns(taker.connection)) this.#recheckIdle(taker);
  }

  /**
   * A device that has renewed names what it still carries over connections of the certificate before: they go on as long
   * as the new one, which `by` shows and which was just judged, holds. Only the two ends of a session know its request id.
   */
  carryOver(by: ClientConnection, requestIds: ReadonlySet<string>): void {
    const uid = this.#ports.uidOf(by);
    const { certificate } = by;
    if (uid === null || certificate === null) return;
    for (const session of this.sessions) {
      const { connection, requestId: id, carrier } = session.request;
      if (carrier !== 'tunnel' || !requestIds.has(id) || this.#ports.uidOf(connection) !== uid) continue;
      connection.goOnAs(certificate);
      this.#recheckOne(session);
      for (const taker of this.#takers.keys()) if (taker.connection === connection) this.#watchTaker(taker);
    }
  }

  /** Cuts every session of a device; returns how many. */
  cutDevice(uid: DeviceId, refusal: Refusal): number {
    const theirs = this.sessions.filter((session) => this.#ports.uidOf(session.request.connection) === uid);
    for (const session of theirs) this.cut(session, refusal);
    return theirs.length;
  }

  cut(session: Session, refusal: Refusal): void {
    if (session.state.kind === 'ended') return;
    if (session.state.kind === 'joined') {
      this.#tell(session, refusal);
      // Accounted before the sockets go, or their closing would look like the client's or the server's doing.
      this.end(session, { kind: 'cut', refusal });
    }
    // While deciding, the one who asked hears of it and ends the session.
    session.cut(refusal);
  }

  #recheckOne(session: Session): void {
    if (session.state.kind === 'ended') return;
    const decision = this.#ports.decide(session);
    if (decision.kind === 'denied') this.cut(session, decision);
    else {
      session.confirm(decision);
      this.watch(session, decision.validForMs);
    }
  }

  #recheckIdle(taker: NoticeTaker): void {
    if (taker.connection.ended) return;
    const code = this.#ports.standing(taker.connection);
    if (code === null || !endsConnections.includes(code)) {
      this.#watchTaker(taker);
      return;
    }
    this.#forget(taker);
    taker.notice(denialOf({ code }, requestId.parse(`req_${randomToken()}`), null));
    taker.connection.tls.pause();
    setTimeout(() => taker.connection.reset(), lastWordMs).unref();
  }

  /** Nothing tells of a certificate's end, and a connection that carries nothing has no session that would. */
  #watchTaker(taker: NoticeTaker): void {
    clearTimeout(this.#takers.get(taker));
    const endsInMs = Math.max(0, this.#ports.endsInMs(taker.connection)) + 1;
    const timer = setTimeout(() => this.#recheckIdle(taker), Math.min(endsInMs, longestTimerMs));
    this.#takers.set(taker, timer.unref());
  }

  #forget(taker: NoticeTaker): void {
    clearTimeout(this.#takers.get(taker));
    this.#takers.delete(taker);
  }

  /** A reset loses whatever is queued, so the reason goes over another connection of the device, an idle one if it can. */
  #tell(session: Session, refusal: Refusal): void {
    const { connection, requestId: askedAs, target } = session.request;
    const uid = this.#ports.uidOf(connection);
    const others = [...this.#takers.keys()].filter(
      (taker) =>
        taker.connection !== connection && !taker.connection.ended && this.#ports.uidOf(taker.connection) === uid,
    );
    const taker = others.find((candidate) => candidate.idle) ?? others[0];
    taker?.notice(denialOf(refusal, askedAs, target));
  }
}
