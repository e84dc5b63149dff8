// One carried connection from its request to its end: what it is, whether it lasts, and how it is cut.

import type { Carrier } from '../../shared/gateway/admin-contract.ts';
import type { RequestId, SessionId } from '../../shared/ids.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Target } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Refusal } from '../access/decide.ts';

/** What ends at the access proxy: HTTP/1.1 requests, those with a body, server-sent events, WebSockets, HTTP/2 streams. */
export type WebCarrier = Extract<Carrier, `web-${string}`>;

interface AnyRequest {
  readonly connection: ClientConnection;
  readonly target: Target;
  readonly reportedUser: string | null;
  readonly program: string | null;
  readonly requestId: RequestId;
}

/** A TCP connection to a destination. */
export interface ForwardRequest extends AnyRequest {
  readonly carrier: Exclude<Carrier, WebCarrier>;
}

/** An HTTP request to a host and path of a web proxy. */
export interface WebRequest extends AnyRequest {
  readonly carrier: WebCarrier;
  readonly web: WebAsk;
}

export interface WebAsk {
  /** As the client named it, with its port if it named one. */
  readonly authority: string;
  /** As hosts are compared. */
  readonly host: string;
  /** As it came, without its query. */
  readonly path: string;
  readonly method: string;
  /** What the request switches to, `websocket`; null if it stays a request. */
  readonly upgrade: string | null;
  readonly userAgent: string | null;
  readonly referrer: string | null;
}

/** What a carrier asks for on behalf of a connection. */
export type AccessRequest = ForwardRequest | WebRequest;

/** What a session must know of the decision that let it in. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly policy: string;
  /** Until certificate, tags, user or view end, whichever is first. Milliseconds. */
  readonly validForMs: number;
}

/** What moves the bytes of a joined session. */
export interface Carried {
  /** Bytes as the device sees them: sent to the server, received from it. */
  readonly sent: number;
  readonly received: number;
  /** The one of several that the file names; null where the destination is the server. */
  readonly server: Target | null;
  /** Ends both sides at once: no drain, what is buffered is dropped. `holdsConnection`: see `freeConnection`. */
  cut(refusal: Refusal, holdsConnection: boolean): void;
}

/**
 *   deciding ──joined──▶ joined ──carrier done──▶ ended
 *      └──refused, cut──────┴──cut, origin lost──────▲
 */
export type SessionState =
  | { readonly kind: 'deciding' }
  | { readonly kind: 'joined'; readonly accepted: Accepted; readonly carried: Carried; readonly address: string }
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
  #carrier: Carrier;
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
    this.#carrier = request.carrier;
  }

  /** As asked for, until the answer shows that it is something else. */
  get carrier(): Carrier {
    return this.#carrier;
  }

  becomes(carrier: WebCarrier): void {
    this.#carrier = carrier;
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
    const carried = this.#joined?.carried;
    return { sent: carried?.sent ?? 0, received: carried?.received ?? 0 };
  }

  join(accepted: Accepted, carried: Carried, address: string): void {
    this.#joined = { kind: 'joined', accepted, carried, address };
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

  /** Ends what it carries at once; while deciding it only stops the decision. */
  cut(refusal: Refusal): void {
    this.#cutBy = refusal;
    if (this.#joined === null) this.abort.abort();
    else this.#joined.carried.cut(refusal, this.#holdsConnection);
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
