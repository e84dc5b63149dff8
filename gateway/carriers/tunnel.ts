// Speaks stile-tunnel/1 on one connection: one stream at a time, frames in both directions.

import { readReusing } from '../../shared/node/sockets/reused-reads.ts';
import { controlJson } from '../../shared/tunnel/control-json.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { controlFrame, FrameReader, type FrameType, frameType } from '../../shared/tunnel/frame.ts';
import { opening } from '../../shared/tunnel/opening.ts';
import type { ClientConnection } from '../accept/client-connection.ts';
import { type CarrierPorts, resetForFault } from './carrier-ports.ts';
import { FloodGate } from './flood-gate.ts';
import { TunnelStream } from './tunnel-stream.ts';

const text = new TextEncoder();

/** Far more than a stream leaves behind that was just finished. Bytes. */
const unreadLimit = 512 * 1024;

/**
 * Takes over a connection whose `101` has been written. `early` are bytes that came with the request.
 *
 *   idle ──OPEN──▶ stream ──both FINs, DENIED, CLOSE──▶ idle
 *
 * Whatever does not fit the protocol ends the connection; what it carried is reset.
 */
export function carryTunnel(connection: ClientConnection, early: Uint8Array, ports: CarrierPorts): void {
  const { tls } = connection;
  const flood = new FloodGate();
  let stream: TunnelStream | null = null;
  /** The last stream that ended on our side first: the agent's frames for it may still be on their way. */
  let overtaken = 0;
  let lastOpened = 0;

  const reader = new FrameReader({
    control(type, id, payload) {
      if (connection.ended) return;
      if (asks(type) && tls.writableLength > unreadLimit) fault();
      else if (type === frameType.open) openStream(id, payload);
      else if (type === frameType.ping && flood.admits()) tls.write(controlFrame(frameType.pong, id, payload));
      else if (type === frameType.pong && flood.admits()) return;
      else if (stream !== null && id === stream.id && type === frameType.fin) stream.clientFinished();
      else if (stream !== null && id === stream.id && type === frameType.close) stream.abandon();
      else if (!isOvertaken(type, id)) fault();
    },
    data(id, piece) {
      if (connection.ended) return;
      if (piece.length === 0 && !flood.admits()) fault();
      else if (stream !== null && id === stream.id) stream.fromClient(piece);
      else if (id !== overtaken || id === 0) fault();
    },
  });

  /** What gets an answer each time: one who asks without reading would fill the memory. */
  function asks(type: FrameType): boolean {
    return type === frameType.open || type === frameType.ping;
  }

  function fault(): void {
    resetForFault(connection, ports);
  }

  function isOvertaken(type: FrameType, id: number): boolean {
    return id !== 0 && id === overtaken && (type === frameType.fin || type === frameType.close);
  }

  function openStream(id: number, payload: Uint8Array): void {
    const asked = opening.safeParse(controlJson(payload));
    if (stream !== null || id === 0 || id <= lastOpened || !asked.success) {
      fault();
      return;
    }
    lastOpened = id;
    const isIdle = ports.carrying(connection);
    const made = new TunnelStream(id, connection, asked.data, ports, (weEndedFirst) => {
      if (weEndedFirst) overtaken = id;
      if (stream === made) stream = null;
      isIdle();
    });
    stream = made;
    made.run().catch((error: unknown) => {
      ports.failed(error);
      connection.reset();
    });
  }

  const leave = ports.addTaker({
    connection,
    get idle() {
      return stream === null;
    },
    notice: (denial) => tls.write(denialFrame(frameType.notice, 0, denial)),
  });
  const read = (chunk: Uint8Array) => {
    if (reader.read(chunk) === null) stream?.readEnded(chunk.length);
    else fault();
  };
  tls.on('error', () => undefined);
  tls.on('end', () => (stream === null ? tls.end() : connection.reset()));
  tls.on('close', () => {
    leave();
    stream?.connectionLost();
  });
  read(early);
  readReusing(tls, read);
  tls.resume();
}

/** A frame that carries a denial. */
export function denialFrame(type: FrameType, stream: number, denial: Denial): Uint8Array {
  return controlFrame(type, stream, text.encode(JSON.stringify(denial)));
}
