// Takes a request through its order: enter, decide, resolve, dial, decide again, join.

import type { Socket } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import { sessionId } from '../../shared/ids.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Reach } from '../resolve/reach.ts';
import type { SessionRegistry } from '../sessions/registry.ts';
import { type ForwardRequest, Session, type SessionEnd } from '../sessions/session.ts';
import { socketPair } from '../sessions/socket-pair.ts';
import type { Decision, Refusal } from './decide.ts';
import { denialOf } from './denial.ts';

export type Admission =
  | {
      readonly kind: 'joined';
      readonly session: Session;
      readonly origin: Socket;
      readonly end: (end: SessionEnd) => void;
    }
  | { readonly kind: 'refused'; readonly denial: Denial };

export interface AdmissionParts {
  readonly registry: SessionRegistry;
  readonly reach: Reach;
  readonly clock: Clock;
  decide(request: ForwardRequest): Decision;
  /** Decides as of now for a server connected to at this address. */
  decideAt(request: ForwardRequest, address: string): Decision;
  /** True if the device has more streams than it may, this one included. */
  isTooMuch(request: ForwardRequest): boolean;
  /** Told how long resolving and dialling took; milliseconds. */
  dialled(tookMs: number): void;
}

/**
 * Answers with a connected server, or with the refusal. A caller that gives up aborts `signal`; nothing reaches a server
 * before the second decision.
 */
export async function admit(request: ForwardRequest, parts: AdmissionParts, signal: AbortSignal): Promise<Admission> {
  const { registry } = parts;
  const session = new Session(sessionId.parse(`ses_${randomToken()}`), request, parts.clock.monotonic());
  registry.enter(session);
  const refuse = (refusal: Refusal): Admission => {
    registry.end(session, { kind: 'refused', refusal });
    return { kind: 'refused', denial: denialOf(refusal, request.requestId, request.target) };
  };
  if (parts.isTooMuch(request)) return refuse(own('094'));
  const first = parts.decide(request);
  if (first.kind === 'denied') return refuse(first);
  registry.watch(session, first.validForMs);

  const began = parts.clock.monotonic();
  // One that gives up ends what the session waits for; the session's own end does so, too.
  const giveUp = () => session.abort.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  const reached = await parts.reach(first.destination, session.abort.signal);
  signal.removeEventListener('abort', giveUp);
  parts.dialled(parts.clock.monotonic() - began);
  if (signal.aborted) {
    // Nobody is left to be told.
    if (reached.kind === 'connected') resetSocket(reached.socket);
    registry.end(session, { kind: 'client-lost' });
    return { kind: 'refused', denial: denialOf(own('096'), request.requestId, request.target) };
  }
  if (reached.kind === 'failed') return refuse(session.cutBy ?? { ...own(reached.code), policy: first.policy });

  // Tags, certificates or the file may have changed meanwhile: only what holds now is joined.
  const second = session.cutBy ?? parts.decideAt(request, reached.address);
  const moved = second.kind === 'accepted' && second.destination.name !== first.destination.name;
  if (second.kind === 'denied' || moved) {
    resetSocket(reached.socket);
    return refuse(second.kind === 'denied' ? second : own('096'));
  }
  session.join(second, socketPair(request.connection, reached.socket), reached.address);
  registry.watch(session, second.validForMs);
  return { kind: 'joined', session, origin: reached.socket, end: (end) => registry.end(session, end) };
}

function own(code: Refusal['code']): Refusal {
  return { kind: 'denied', code, policy: null, tags: [] };
}
