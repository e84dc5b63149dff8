// A gateway as an agent sees it: real TLS, the real frames, and every bad habit a test asks for.

import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { serverTlsOptions } from '../../shared/node/tls/tls-options.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import { controlFrame, FrameReader, type FrameType, frameHeader, frameType } from '../../shared/tunnel/frame.ts';
import { tunnelProtocol } from '../../shared/tunnel/opening.ts';
import type { Credentials } from './throwaway-pki.ts';

/** One accepted connection; says what it is told to say. */
export interface Served {
  readonly socket: TLSSocket;
  readonly opens: readonly string[];
  say(type: FrameType, stream: number, payload?: string): void;
  data(stream: number, bytes: Uint8Array): void;
}

export interface GatewayForAgent extends AsyncDisposable {
  readonly port: number;
  /** TCP connections that ever came. */
  readonly dials: () => number;
  readonly live: () => number;
  readonly served: readonly Served[];
}

/** What it does; whatever is left out is done well: streams are opened, and echoed until both ends have finished. */
export interface Habits {
  readonly port?: number;
  /** Answers the Upgrade with this refusal. */
  readonly refuse?: Denial;
  readonly onUpgraded?: (served: Served) => void;
  /** Instead of OPENED. */
  readonly onOpen?: (served: Served, stream: number) => void;
  readonly onData?: (served: Served, stream: number, piece: Uint8Array) => void;
}

export const someRequest = `req_${'A'.repeat(26)}`;

export async function startGatewayForAgent(
  shown: Pick<Credentials, 'keyPem' | 'certificatePem'>,
  habits: Habits = {},
): Promise<GatewayForAgent> {
  const live = new Set<TLSSocket>();
  const served: Served[] = [];
  let dials = 0;
  const options = { key: shown.keyPem, cert: shown.certificatePem, requestClientCertificate: true };
  const server = createServer({ ...serverTlsOptions(options), noDelay: true }, (socket) => {
    live.add(socket);
    socket.on('close', () => live.delete(socket));
    socket.on('error', () => undefined);
    let head = '';
    const readHead = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.endsWith('\r\n\r\n')) return;
      socket.off('data', readHead);
      if (habits.refuse === undefined) served.push(speak(socket, habits));
      else socket.end(refusal(habits.refuse));
    };
    socket.on('data', readHead);
  });
  const raw = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    dials += 1;
    raw.add(socket);
    socket.on('close', () => raw.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(habits.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    dials: () => dials,
    live: () => live.size,
    served,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Those that still shake hands, too.
      for (const socket of [...live, ...raw]) socket.destroy();
      await closed;
    },
  };
}

function speak(socket: TLSSocket, habits: Habits): Served {
  const opens: string[] = [];
  const made: Served = {
    socket,
    opens,
    say: (type, stream, payload) => socket.write(controlFrame(type, stream, Buffer.from(payload ?? ''))),
    data: (stream, bytes) => socket.write(Buffer.concat([frameHeader(frameType.data, stream, bytes.length), bytes])),
  };
  const reader = new FrameReader({
    control(type, stream, payload) {
      if (type === frameType.open) {
        opens.push(Buffer.from(payload).toString());
        if (habits.onOpen === undefined) made.say(frameType.opened, stream, JSON.stringify({ requestId: someRequest }));
        else habits.onOpen(made, stream);
      } else if (type === frameType.fin) made.say(frameType.fin, stream);
      else if (type === frameType.ping) made.say(frameType.pong, 0);
    },
    data(stream, piece) {
      if (habits.onData === undefined) made.data(stream, piece);
      else habits.onData(made, stream, piece);
    },
  });
  socket.on('data', (chunk) => reader.read(chunk));
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${tunnelProtocol}\r\n\r\n`);
  habits.onUpgraded?.(made);
  return made;
}

function refusal(denial: Denial): string {
  const body = JSON.stringify(denial);
  return `HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}
