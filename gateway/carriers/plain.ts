// Carries one connection without frames: CONNECT, and FortiOS's TCP forwarding after its 101.

import type { RequestId } from '../../shared/ids.ts';
import { sendNow } from '../../shared/node/sockets/data-frames.ts';
import { GatheredWrites } from '../../shared/node/sockets/gathered-writes.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import { readReusing } from '../../shared/node/sockets/reused-reads.ts';
import { type Target, tcpForwardingProtocol } from '../../shared/tunnel/opening.ts';
import { answerAndClose, connectedHead, refusalAnswer, switchingHead } from '../accept/answer.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import type { Admission } from '../access/admission.ts';
import type { SessionEnd } from '../sessions/session.ts';
import { type CarrierPorts, resetForFault } from './carrier-ports.ts';

type Joined = Extract<Admission, { kind: 'joined' }>;

/**
 * Waits for the whole decision before any application byte moves. Bytes that come before the answer are a fault and close
 * the connection (RFC 9931 section 3: nobody may send before the switch is confirmed).
 */
export async function carryPlain(
  connection: ClientConnection,
  request: { readonly kind: 'tcp-forwarding' | 'connect'; readonly target: Target; readonly requestId: RequestId },
  early: Uint8Array,
  ports: CarrierPorts,
): Promise<void> {
  const { tls } = connection;
  if (early.length > 0) return resetForFault(connection, ports);
  ports.carrying(connection);
  const gone = new AbortController();
  const giveUp = () => {
    gone.abort();
    connection.reset();
  };
  for (const event of ['data', 'end', 'close', 'error']) tls.once(event, giveUp);
  const admission = await ports.admit(
    {
      connection,
      carrier: request.kind,
      target: request.target,
      requestId: request.requestId,
      reportedUser: null,
      program: null,
    },
    gone.signal,
  );
  for (const event of ['data', 'end', 'close', 'error']) tls.removeListener(event, giveUp);
  if (admission.kind === 'refused') {
    if (!connection.ended) answerAndClose(tls, refusalAnswer(admission.denial));
    return;
  }
  tls.pause();
  tls.write(
    request.kind === 'connect'
      ? connectedHead(request.requestId)
      : switchingHead(tcpForwardingProtocol, request.requestId),
  );
  joinSockets(connection, admission);
}

/** Two sockets as one: half-close passes through, back-pressure too; a loss on either side resets the other. */
function joinSockets(connection: ClientConnection, { session, origin, end }: Joined): void {
  const { tls } = connection;
  let open = 2;
  let left = 2;
  let ending: SessionEnd = { kind: 'closed' };
  const finishHalf = (other: { end(): void }) => () => {
    open -= 1;
    other.end();
  };
  const closed = (loss: SessionEnd, resetOther: () => void) => (hadError: boolean) => {
    left -= 1;
    // The first side to go before both halves were done is the cause; the other must not look like a clean end.
    if (left === 1 && (open > 0 || hadError)) {
      ending = loss;
      resetOther();
    }
    if (left === 0) end(ending);
  };
  tls.on('error', () => undefined);
  tls.on(
    'close',
    closed({ kind: 'client-lost' }, () => resetSocket(origin)),
  );
  origin.on(
    'close',
    closed({ kind: 'origin-lost' }, () => connection.reset()),
  );
  const toOrigin = new GatheredWrites(origin, () => tls.pause());
  readReusing(tls, (piece) => {
    if (session.mayCarry()) toOrigin.add(piece);
    toOrigin.readEnded(piece.length);
  });
  origin.on('drain', () => tls.resume());
  readReusing(origin, (piece) => {
    if (session.mayCarry() && !sendNow(tls, piece)) origin.pause();
  });
  tls.on('drain', () => origin.resume());
  tls.on('end', finishHalf(toOrigin));
  origin.on('end', finishHalf(tls));
  tls.resume();
  origin.resume();
}
