// Clients of a gateway as a test needs them: raw TLS, one HTTP head, and stile-tunnel/1 frame by frame.

import { connect as connectTls, type TLSSocket } from 'node:tls';
import { clientTlsOptions } from '../../../shared/node/tls/tls-options.ts';
import { type Denial, denial } from '../../../shared/tunnel/denial.ts';
import { controlFrame, FrameReader, type FrameType, frameHeader, frameType } from '../../../shared/tunnel/frame.ts';
import { tunnelPath, tunnelProtocol } from '../../../shared/tunnel/opening.ts';
import type { Credentials, ThrowawayPki } from '../../doubles/throwaway-pki.ts';

export interface Place {
  readonly pki: { readonly fabric: Pick<ThrowawayPki['fabric'], 'certificatePem'> };
  readonly gateway: { readonly port: number };
}

export type Shown = Pick<Credentials, 'certificatePem' | 'keyPem'>;

export async function dialGateway(place: Place, shown: Shown | null): Promise<TLSSocket> {
  const socket = connectTls({
    ...clientTlsOptions({
      ca: place.pki.fabric.certificatePem,
      servername: 'gw.corp.test',
      ...(shown === null ? {} : { cert: shown.certificatePem, key: shown.keyPem }),
    }),
    host: '127.0.0.1',
    port: place.gateway.port,
    // Node takes it, its types do not know it: a half-closed connection stays open for the other direction.
    ...{ allowHalfOpen: true },
  });
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly headers: ReadonlyMap<string, string>;
  /** The body of a refusal. */
  readonly denial: Denial | null;
  readonly body: string;
  readonly rest: Buffer;
}

/** Sends a head and reads the answer's head, and the body of a refusal to the connection's end. */
export async function ask(socket: TLSSocket, head: string): Promise<Answer> {
  socket.write(head);
  return await readAnswer(socket);
}

export async function readAnswer(socket: TLSSocket): Promise<Answer> {
  let bytes = Buffer.alloc(0);
  const upTo = (found: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!found()) return;
        socket.off('data', take);
        socket.pause();
        resolve();
      };
      const take = (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        look();
      };
      socket.on('data', take);
      socket.once('close', () => reject(new Error(`closed after ${bytes.length} bytes`)));
      socket.resume();
      look();
    });
  await upTo(() => bytes.includes('\r\n\r\n'));
  const end = bytes.indexOf('\r\n\r\n') + 4;
  const head = bytes.subarray(0, end).toString('latin1');
  const headers = new Map(
    head
      .split('\r\n')
      .slice(1)
      .flatMap((line) =>
        line.includes(':')
          ? [[line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]]
          : [],
      ) as [string, string][],
  );
  const length = Number(headers.get('content-length') ?? 0);
  if (length > 0) await upTo(() => bytes.length >= end + length);
  const body = bytes.subarray(end, end + length).toString();
  return {
    status: Number(head.split(' ')[1]),
    head,
    headers,
    denial: length > 0 ? denial.parse(JSON.parse(body)) : null,
    body,
    rest: bytes.subarray(end + length),
  };
}

/** One `stile-tunnel/1` connection. */
export interface TunnelClient {
  readonly socket: TLSSocket;
  /** Sends OPEN and, in the same write, first bytes. */
  open(stream: number, host: string, port: number, first?: Uint8Array | string): void;
  send(type: FrameType, stream: number, payload?: Uint8Array | string): void;
  data(stream: number, bytes: Uint8Array | string): boolean;
  /** The next frame that is not DATA. */
  control(): Promise<ControlFrame>;
  /** Waits until so many bytes of DATA have come since the start. */
  received(bytes: number): Promise<Buffer>;
  readonly receivedBytes: () => number;
  onData: ((piece: Uint8Array) => void) | null;
  /** How the connection ended: an error's code, or `clean`. */
  readonly ended: Promise<string>;
}

export interface ControlFrame {
  readonly type: FrameType;
  readonly stream: number;
  readonly text: string;
  readonly denial: Denial | null;
}

export const upgradeHead = `GET ${tunnelPath} HTTP/1.1\r\nHost: gw.corp.test\r\nUpgrade: ${tunnelProtocol}\r\nConnection: Upgrade\r\n\r\n`;

export async function dialTunnel(place: Place, shown: Shown): Promise<TunnelClient> {
  const socket = await dialGateway(place, shown);
  const answer = await ask(socket, upgradeHead);
  if (answer.status !== 101) throw new Error(`refused: ${answer.status} ${answer.denial?.code}`);
  return tunnelOn(socket);
}

export function tunnelOn(socket: TLSSocket): TunnelClient {
  const controls: ControlFrame[] = [];
  const pieces: Buffer[] = [];
  let total = 0;
  let wake: () => void = () => undefined;
  const reader = new FrameReader({
    control(type, stream, payload) {
      const text = Buffer.from(payload).toString();
      const parsed = denial.safeParse(text === '' || !text.startsWith('{') ? null : JSON.parse(text));
      controls.push({ type, stream, text, denial: parsed.success ? parsed.data : null });
    },
    data(_stream, piece) {
      total += piece.length;
      if (client.onData === null) pieces.push(Buffer.from(piece));
      else client.onData(piece);
    },
  });
  const ended = new Promise<string>((resolve) => {
    let code = 'clean';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? error.message;
    });
    socket.on('close', () => {
      resolve(code);
      wake();
    });
  });
  socket.on('end', () => socket.end());
  socket.on('data', (chunk) => {
    reader.read(chunk);
    wake();
  });
  socket.resume();
  async function until<T>(found: () => T | null): Promise<T> {
    for (;;) {
      const value = found();
      if (value !== null) return value;
      if (socket.destroyed) throw new Error('the connection has ended');
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const client: TunnelClient = {
    socket,
    open(stream, host, port, first) {
      const payload = Buffer.from(JSON.stringify({ destination: { host, port }, osUser: 'anna', program: 'test' }));
      const open = controlFrame(frameType.open, stream, payload);
      const bytes = Buffer.from(first ?? '');
      const header = bytes.length === 0 ? Buffer.alloc(0) : frameHeader(frameType.data, stream, bytes.length);
      socket.write(Buffer.concat([open, header, bytes]));
    },
    send: (type, stream, payload) => socket.write(controlFrame(type, stream, Buffer.from(payload ?? ''))),
    data(stream, bytes) {
      const whole = Buffer.from(bytes);
      return socket.write(Buffer.concat([frameHeader(frameType.data, stream, whole.length), whole]));
    },
    control: () => until(() => controls.shift() ?? null),
    received: (bytes) => until(() => (total >= bytes ? Buffer.concat(pieces) : null)),
    receivedBytes: () => total,
    onData: null,
    ended,
  };
  return client;
}
