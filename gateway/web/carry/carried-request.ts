// Carries one request to a real server and its answer back, for as long as its session lasts.

import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DenialCode } from '../../../shared/tunnel/denial.ts';
import type { Refusal } from '../../access/decide.ts';
import type { Carried, Session, SessionEnd, WebRequest } from '../../sessions/session.ts';
import type { WebDecision } from '../decide-web.ts';
import { fieldsOf, type WebExchange } from '../exchange.ts';
import type { Choice, Exchange } from '../ports.ts';
import { addressOf, resetServer, ServerUnreachable } from '../upstreams/server-agent.ts';
import { serverTarget } from '../web-access.ts';
import type { WebPorts } from '../web-ports.ts';
import { contentLength, framing, isEventStream, isRepeatable } from './framing.ts';
import { joinStreams } from './join-streams.ts';
import { moveBody } from './move-body.ts';
import { endsConnection } from './refuse.ts';

type Accepted = Extract<WebDecision, { kind: 'accepted' }>;

export interface Carriage {
  readonly exchange: WebExchange;
  readonly request: WebRequest;
  readonly session: Session;
  readonly decision: Accepted;
  readonly choice: Choice;
  readonly facts: Exchange;
  readonly ports: WebPorts;
  /** Answers with a refusal; nothing has begun. */
  readonly refuse: (refusal: Refusal) => void;
}

/**
 *   asking ──connected, decided again──▶ joined ──answer begins──▶ answering ──▶ done
 *      └──refused, given up────────────────┴──cut, lost──────────────┴────────────▲
 */
export class CarriedRequest implements Carried {
  sent = 0;
  received = 0;
  readonly server;
  readonly #c: Carriage;
  #upstream: ClientRequest | null = null;
  /** After a switch of protocols. */
  #server: Duplex | null = null;
  #isDone = false;
  #timers = new Set<NodeJS.Timeout>();

  constructor(carriage: Carriage) {
    this.#c = carriage;
    this.server = serverTarget(carriage.choice.server);
  }

  start(): void {
    const { exchange, session } = this.#c;
    exchange.onClose(() => this.#clientClosed());
    session.abort.signal.addEventListener('abort', () => this.#given(), { once: true });
    this.#ask(true);
  }

  cut(refusal: Refusal): void {
    const { exchange } = this.#c;
    const server = this.#server ?? this.#upstream?.socket ?? null;
    // Before anything else ends it: a server must not take what it has got of a body for the whole.
    if (server !== null) resetServer(server);
    this.#finish(null);
    if (exchange.hasBegun || this.#server !== null) exchange.breakOff(endsConnection(refusal.code));
    else this.#c.refuse(refusal);
  }

  #ask(mayRepeat: boolean): void {
    const { exchange, choice, decision, facts, ports, request, session } = this.#c;
    const { gateway } = decision.place;
    const began = performance.now();
    const options = {
      agent: ports.agents.agentFor(gateway, choice.server),
      host: nameOf(this.#c),
      port: choice.server.port,
      method: exchange.method,
      path: exchange.target,
      headers: [...ports.heads.request(exchange.fields, facts), ...framing(exchange)].flat(),
      setHost: false,
      abandoned: session.abort.signal,
    };
    const upstream = httpRequest(options);
    this.#upstream = upstream;
    upstream.once('socket', (socket) => this.#guarded(() => this.#connected(upstream, socket)));
    upstream.once('response', (response) => {
      choice.answered(performance.now() - began);
      this.#guarded(() => this.#answering(response));
    });
    if (request.web.upgrade !== null)
      upstream.once('upgrade', (response, socket, early) => {
        choice.answered(performance.now() - began);
        this.#guarded(() => this.#switched(response, socket, early));
      });
    upstream.on('error', (error) => {
      if (this.#isDone || this.#upstream !== upstream) return;
      // A server may close a kept connection in the very moment in which it is used again.
      if (mayRepeat && upstream.reusedSocket && !exchange.hasBegun && isRepeatable(exchange)) return this.#ask(false);
      choice.failed();
      this.#failed(error instanceof ServerUnreachable ? error.code : '086');
    });
  }

  /** Nothing was sent yet: what holds now decides. */
  #connected(upstream: ClientRequest, socket: Duplex): void {
    const { request, session, ports } = this.#c;
    if (this.#isDone) {
      upstream.destroy();
      return;
    }
    const address = addressOf(socket) ?? '';
    const again = session.cutBy ?? ports.decideAt(request, this.server, address);
    if (again.kind === 'denied') {
      upstream.destroy();
      this.#refuse(again);
      return;
    }
    session.join(again, this, address);
    ports.watch(session, again.validForMs);
    this.#sendBody(upstream);
  }

  #sendBody(upstream: ClientRequest): void {
    const { exchange, session, ports } = this.#c;
    const answerTimer = () => this.#after(ports.times.answerMs, () => this.#failed('083'));
    if (exchange.bodyLength === 'none') {
      upstream.end();
      answerTimer();
      return;
    }
    if (exchange.expectsContinue) {
      upstream.flushHeaders();
      const timer = this.#after(ports.times.continueMs, () => exchange.goOn());
      upstream.once('continue', () => {
        clearTimeout(timer);
        if (!exchange.hasBegun) exchange.goOn();
      });
      upstream.once('response', () => clearTimeout(timer));
    }
    moveBody(exchange.body, upstream, {
      awaitsSource: true,
      stallMs: ports.times.stallMs,
      mayMove: () => session.mayCarry(),
      moved: (bytes) => {
        this.sent += bytes;
      },
      ended: () =>
        this.#guarded(() => {
          const trailers = ports.heads.trailers(exchange.bodyTrailers());
          if (trailers.length > 0)
            upstream.addTrailers(trailers.map(([name, value]) => [name, value] as [string, string]));
          upstream.end();
          if (!exchange.hasBegun) answerTimer();
        }),
      stalled: () => this.#lost({ kind: 'client-lost' }),
    });
  }

  #answering(response: IncomingMessage): void {
    const { exchange, session, facts, choice, ports } = this.#c;
    if (this.#isDone) {
      response.destroy();
      return;
    }
    this.#clearTimers();
    if (!session.mayCarry()) return;
    const fields = fieldsOf(response.rawHeaders);
    if (isEventStream(fields)) session.becomes('web-events');
    const length = contentLength(response);
    exchange.begin(response.statusCode ?? 502, [
      ...ports.heads.response(fields, facts, choice.setCookie),
      ...(length === null ? [] : [['Content-Length', length] as const]),
    ]);
    moveBody(response, exchange.answerBody, {
      awaitsSource: false,
      stallMs: ports.times.stallMs,
      mayMove: () => session.mayCarry(),
      moved: (bytes) => {
        this.received += bytes;
      },
      ended: () =>
        this.#guarded(() => {
          const trailers = ports.heads.trailers(fieldsOf(response.rawTrailers));
          if (trailers.length > 0) exchange.sendTrailers(trailers);
          exchange.answerBody.end();
        }),
      stalled: () => this.#lost({ kind: 'client-lost' }),
    });
    response.once('error', () => this.#lost({ kind: 'origin-lost' }));
    response.once('close', () => {
      if (!response.complete) this.#lost({ kind: 'origin-lost' });
    });
  }

  #switched(response: IncomingMessage, server: Duplex, early: Buffer): void {
    const { exchange, facts, ports, session } = this.#c;
    if (this.#isDone || !session.mayCarry()) {
      resetServer(server);
      return;
    }
    this.#clearTimers();
    this.#server = server;
    const client = exchange.switched(ports.heads.response(fieldsOf(response.rawHeaders), facts, null));
    if (early.length > 0) server.unshift(early);
    joinStreams(client, server, {
      mayMove: () => session.mayCarry(),
      sent: (bytes) => {
        this.sent += bytes;
      },
      received: (bytes) => {
        this.received += bytes;
      },
      closed: (lost) =>
        this.#finish({ kind: lost === null ? 'closed' : lost === 'client' ? 'client-lost' : 'origin-lost' }),
      cutClient: () => exchange.breakOff(false),
      cutServer: () => resetServer(server),
    });
  }

  /** The answer has gone out, or the client has. */
  #clientClosed(): void {
    const { exchange } = this.#c;
    // What was switched ends when both sides have.
    if (this.#server === null) this.#finish({ kind: exchange.isAnswered ? 'closed' : 'client-lost' });
  }

  /** The session ended while the server was resolved or dialled. */
  #given(): void {
    const { session } = this.#c;
    if (session.cutBy !== null && !this.#isDone) this.#refuse(session.cutBy);
  }

  /** What a server says may be something that cannot be said on. */
  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#c.ports.failed(error);
      this.#failed('086');
    }
  }

  #failed(code: DenialCode): void {
    const { exchange, decision } = this.#c;
    if (exchange.hasBegun) this.#lost({ kind: 'origin-lost' });
    else this.#refuse({ kind: 'denied', code, policy: decision.policy, tags: [] });
  }

  #refuse(refusal: Refusal): void {
    if (this.#isDone) return;
    this.#finish({ kind: 'refused', refusal });
    this.#c.refuse(refusal);
  }

  #lost(end: SessionEnd): void {
    if (this.#isDone) return;
    this.#finish(end);
    this.#c.exchange.breakOff(false);
  }

  /** `end` is null if the registry has accounted for it already. */
  #finish(end: SessionEnd | null): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#clearTimers();
    const upstream = this.#upstream;
    // One whose answer is whole and whose body was sent goes back to the others.
    if (end?.kind !== 'closed' || upstream?.writableFinished !== true) upstream?.destroy();
    this.#c.choice.release();
    if (end !== null) this.#c.ports.end(this.#c.session, end);
  }

  #after(ms: number, then: () => void): NodeJS.Timeout {
    const timer = setTimeout(then, ms);
    this.#timers.add(timer.unref());
    return timer;
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** The name that the server is asked for in TLS: the one that Host will say. */
function nameOf({ choice, request }: Carriage): string {
  const { server } = choice;
  return server['http-host'] ?? (server['addr-type'] === 'fqdn' ? server.address : undefined) ?? request.web.host;
}
