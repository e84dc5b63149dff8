// Takes WebSockets on a listener's port: the same judge as for requests, then the subprotocol, then the hub.

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CallerKind } from '../../shared/ems/define-routes.ts';
import { closeCodes } from '../../shared/ems/events.ts';
import { AppError, hasCode } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { admit } from './admit.ts';
import { answerRaw, noteRefusal } from './answer-error.ts';
import type { Caller, Judges } from './caller.ts';

/** Where a listener's WebSocket is, who may open it, and who takes it. */
export interface EventsEndpoint {
  readonly path: string;
  readonly subprotocol: string;
  readonly takes: CallerKind;
  readonly accept: (caller: Caller, socket: WebSocket) => Promise<void>;
}

const largestMessage = 4 * 1024;
/** RFC 6455's registry of close codes. */
const tryAgainLater = 1013;

/** Serves the endpoint on a server that listens or will listen; upgrades to anything else are refused. */
export function serveEvents(ems: Ems, server: Pick<Server, 'on'>, judges: Judges, events: EventsEndpoint): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    // A client of another version is answered in its own words, or it would never see the close code.
    handleProtocols: (offered) => (offered.has(events.subprotocol) ? events.subprotocol : ([...offered][0] ?? false)),
  });

  async function upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): Promise<void> {
    if (request.url !== events.path || request.method !== 'GET') throw new AppError('route-unknown');
    const caller = await admit(ems, judges, request, [events.takes]);
    const socket = await new Promise<WebSocket>((resolve) => sockets.handleUpgrade(request, raw, head, resolve));
    if (socket.protocol !== events.subprotocol) return socket.close(closeCodes.version, 'version');
    await events.accept(caller, socket);
    // Who was ended between the judgement and the joining was told by nobody.
    await admit(ems, judges, request, [events.takes]).catch((error: unknown) => socket.close(...closingOf(error)));
  }

  server.on('upgrade', (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    raw.on('error', () => raw.destroy());
    upgrade(request, raw, head).catch((error: unknown) => {
      const known = knownError(error);
      if (known.code === 'unexpected') ems.log.error('an upgrade failed', { error });
      else noteRefusal(ems.log, request, request.url === events.path ? events.path : null, known);
      answerRaw(raw, known);
    });
  });
}

function closingOf(error: unknown): [number, string] {
  // Nobody is to renew or to give up because the EMS cannot look just now.
  if (!(error instanceof AppError) || error.status >= 500) return [tryAgainLater, 'try again later'];
  const isEnded = hasCode(error, 'device-revoked') || hasCode(error, 'gateway-withdrawn');
  return isEnded ? [closeCodes.withdrawn, 'withdrawn'] : [closeCodes.refused, 'refused'];
}

function knownError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('unexpected', { what: 'the connection' });
}
