// What carrying web requests needs from the gateway.

import type { DeviceId, RequestId } from '../../shared/ids.ts';
import type { Denial, DenialCode } from '../../shared/tunnel/denial.ts';
import type { Target } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { IdleConnections } from '../accept/idle-connections.ts';
import type { Session, SessionEnd, WebRequest } from '../sessions/session.ts';
import type { WebDecision } from './decide-web.ts';
import type { OwnAnswer } from './exchange.ts';
import type { Balancer, Heads } from './ports.ts';
import type { ServerAgents } from './upstreams/server-agents.ts';

export interface WebPorts {
  /** Makes a session and enters it before anything is decided. */
  enter(request: WebRequest): Session;
  end(session: Session, end: SessionEnd): void;
  watch(session: Session, validForMs: number): void;
  decide(request: WebRequest): WebDecision;
  /** Decides as of now, for a server connected to at this address. */
  decideAt(request: WebRequest, server: Target, address: string): WebDecision;
  /** True if who asks carries more than they may, this one included. */
  isTooMuch(request: WebRequest): boolean;
  readonly balancer: Balancer;
  readonly heads: Heads;
  readonly agents: ServerAgents;
  /** The page or the JSON that tells of a refusal. */
  denialAnswer(denial: Denial, asked: DenialAsked): OwnAnswer;
  /** What never became a session was refused. */
  refused(connection: ClientConnection, code: DenialCode, requestId: RequestId): void;
  /** `GET /.stile/…`; a code says why not. */
  reserved(connection: ClientConnection, path: string): OwnAnswer | DenialCode;
  uidOf(connection: ClientConnection): DeviceId | null;
  readonly idle: IdleConnections;
  /** The connection carries something from now on, until the returned function is called. */
  carrying(connection: ClientConnection): () => void;
  /** Something failed that should not have. */
  failed(error: unknown): void;
  readonly times: WebTimes;
}

export interface DenialAsked {
  readonly connection: ClientConnection;
  readonly method: string;
  readonly host: string | null;
  readonly accept: string | undefined;
  readonly acceptLanguage: string | undefined;
}

/** Milliseconds; shorter in tests. */
export interface WebTimes {
  /** Until a server begins its answer. */
  readonly answerMs: number;
  /** Nothing moves of a body that should. */
  readonly stallMs: number;
  /** Until the client is told to go on with its body, where the server says nothing. */
  readonly continueMs: number;
}

export const webTimes: WebTimes = { answerMs: 120_000, stallMs: 120_000, continueMs: 1_000 };
