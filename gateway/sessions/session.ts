// One carried connection from its request to its end: what it is, whether it lasts, and how it is cut.

import type { Socket } from 'node:net';
import type { RequestId, SessionId } from '../../shared/ids.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Target } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Decision, Refusal } from '../access/decide.ts';

/** Each is a column of the kill table; see docs/security.md. */
export const carriers = ['tunnel', 'tcp-forwarding', 'connect'] as const;
export type Carrier = (typeof carriers)[number];

/** What a carrier asks for on behalf of a connection. */
export interface AccessRequest {
  readonly connection: ClientConnection;
  readonly carrier: Carrier;
  readonly target: Target;
  readonly reportedUser: string | null;
  readonly program: string | null;
  readonly requestId: RequestId;
}

type Accepted = Extract<Decision, { kind: 'accepted' }>;

/**
 *   deciding ──joined──▶ joined ──carrier done──▶ ended
 *      └──refused, cut──────┴──cut, origin lost──────▲
 */
export type SessionState =
  | { readonly kind: 'deciding' }
  | { readonly kind: 'joined'; readonly accepted: Accepted; readonly origin: Socket; readonly address: string }
  | { readonly kind: 'ended' };

/** Why a session is over. */
export type SessionEnd =
  | { readonly kind: 'closed' }
  | { readonly kind: 'client-lost' }
  | { readonly kind: 'origin-lost' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'cut'; readonly refusal: Refusal };

export class Session {
  readonly id: SessionId;
  readonly request: AccessRequest;
  readonly startedAt: number;
  /** Aborted when the session ends while it resolves or dials. */
  readonly abort = new AbortController();
  #state: SessionState = { kind: 'deciding' };
  /** What it was when it ended, or is: accounts are written after the end. */
  #joined: Extract<SessionState, { kind: 'joined' }> | null = null;
  #cutBy: Refusal | null = null;
  #holdsConnection = true;
  #deadline: NodeJS.Timeout | null = null;
  /** Monotonic. */
  #wakesAt = 0;
  #validUntil: number | null = null;
  #atItsEnd: () => void = () => undefined;

  constructor(id: SessionId, request: AccessRequest, startedAt: number) {
    this.id = id;
    this.request = request;
    this.startedAt = startedAt;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** What cut it while it was still being decided. */
  get cutBy(): Refusal | null {
    return this.#cutBy;
  }

  get joined(): Extract<SessionState, { kind: 'joined' }> | null {
    return this.#joined;
  }

  /** Bytes as the device sees them: sent to the server, received from it. */
  get traffic(): { readonly sent: number; readonly received: number } {
    const origin = this.#joined?.origin;
    return { sent: origin?.bytesWritten ?? 0, received: origin?.bytesRead ?? 0 };
  }

  join(accepted: Accepted, origin: Socket, address: string): void {
    this.#joined = { kind: 'joined', accepted, origin, address };
    this.#state = this.#joined;
  }

  /** A new decision about it: what the account says, and when it ends. */
  confirm(accepted: Accepted): void {
    if (this.#joined === null || this.#state.kind !== 'joined') return;
    this.#joined = { ...this.#joined, accepted };
    this.#state = this.#joined;
  }

  /** Wakes `then` when the decision's validity ends, or before: then it is decided again, and waits for the rest. */
  validFor(validForMs: number, then: () => void): void {
    const now = performance.now();
    this.#validUntil = now + validForMs;
    this.#atItsEnd = then;
    // Most new decisions end when the last one does, and the timer is right as it is.
    if (this.#deadline !== null && this.#wakesAt <= this.#validUntil) return;
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    const wakesInMs = wakeAfter(validForMs);
    this.#wakesAt = now + wakesInMs;
    this.#deadline = setTimeout(() => {
      this.#deadline = null;
      this.#atItsEnd();
    }, wakesInMs);
    this.#deadline.unref();
  }

  /**
   * Asked before bytes move. A process that was stopped for a while wakes up to bytes before it wakes up to timers: what
   * has had its time meanwhile is decided again first.
   */
  mayCarry(): boolean {
    if (this.#validUntil !== null && performance.now() > this.#validUntil) this.#atItsEnd();
    return this.#cutBy === null;
  }

  /**
   * The device has all it gets: only the server's socket is left, with bytes on their way to it. The connection may carry
   * another stream by now, which a cut of this one must not touch.
   */
  freeConnection(): void {
    this.#holdsConnection = false;
  }

  get validForMs(): number {
    return this.#validUntil === null ? 0 : this.#validUntil - performance.now();
  }

  /** Resets both sockets at once: no drain, what is buffered is dropped. While deciding it only stops the decision. */
  cut(refusal: Refusal): void {
    this.#cutBy = refusal;
    if (this.#joined !== null) {
      if (this.#holdsConnection) this.request.connection.reset();
      resetSocket(this.#joined.origin);
    } else this.abort.abort();
  }

  /** Marks the end; true the first time. */
  end(): boolean {
    if (this.#state.kind === 'ended') return false;
    this.#state = { kind: 'ended' };
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    if (this.#joined === null) this.abort.abort();
    return true;
  }
}

/**
 * Timers of one length are kept together and cost next to nothing, so that a long wait is one of whole seconds.
 * A short one gets a millisecond more: at its end the time has passed.
 */
function wakeAfter(validForMs: number): number {
  if (validForMs < 2_000) return Math.max(validForMs, 0) + 1;
  return Math.min(Math.floor(validForMs / 1_000) * 1_000, longestTimerMs);
}

/** A timer takes no longer wait than this. */
const longestTimerMs = 2_147_483_647;

/** Who hears why a connection's session was cut: another tunnel connection of the same device. */
export interface NoticeTaker {
  readonly connection: ClientConnection;
  readonly idle: boolean;
  notice(denial: Denial): void;
}
