// HTTP/2 as no library would write it: one stream, its frames and fields as the test says.

import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { GatewayWorld } from '../gateway-world.ts';

export type RawField = readonly [name: string, value: string];

export interface RawStream {
  readonly fields: readonly RawField[];
  readonly body?: string;
  readonly trailers?: readonly RawField[];
}

export const frame = { data: 0, headers: 1, rstStream: 3, settings: 4, ping: 6, goAway: 7, continuation: 9 } as const;
export const endStream = 1;
export const endHeaders = 4;

/** The code of a refusal, `200`, `stream` for a stream that was reset, or `connection` for one that was ended. */
export async function askRaw(world: GatewayWorld, { fields, body, trailers }: RawStream): Promise<string> {
  const socket = await openRaw(world);
  const last = body === undefined && trailers === undefined ? endStream : 0;
  socket.write(rawFrame(frame.headers, endHeaders | last, 1, encoded(fields)));
  if (body !== undefined)
    socket.write(rawFrame(frame.data, trailers === undefined ? endStream : 0, 1, Buffer.from(body)));
  if (trailers !== undefined) socket.write(rawFrame(frame.headers, endHeaders | endStream, 1, encoded(trailers)));
  const outcome = await outcomeOf(socket);
  socket.destroy();
  return outcome;
}

/** After both sides' settings, so that nothing of it is a fault by itself. */
export async function openRaw(
  world: GatewayWorld,
  shown?: { readonly cert: string; readonly key: string },
): Promise<TLSSocket> {
  const socket = connectTls({
    host: '127.0.0.1',
    port: world.gateway.port,
    servername: 'raw.corp.test',
    ALPNProtocols: ['h2'],
    rejectUnauthorized: false,
    ...shown,
  });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('secureConnect', resolve));
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(rawFrame(frame.settings, 0, 0, Buffer.alloc(0)));
  return socket;
}

export function rawFrame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** RFC 7541 section 6.2.2: literal fields without indexing, names in full, nothing compressed. */
export function encoded(fields: readonly RawField[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  // RFC 7541 section 5.1: an integer with a prefix of seven bits.
  const length = [];
  if (bytes.length < 127) length.push(bytes.length);
  else {
    length.push(127);
    let left = bytes.length - 127;
    for (; left >= 128; left = Math.floor(left / 128)) length.push((left % 128) + 128);
    length.push(left);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

function outcomeOf(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    let body = '';
    let isGood = false;
    socket.once('close', () => resolve('connection'));
    socket.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece]);
      while (bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
        const payload = bytes.subarray(9, 9 + bytes.readUIntBE(0, 3));
        const [type, flags] = [bytes.readUInt8(3), bytes.readUInt8(4)];
        bytes = bytes.subarray(9 + payload.length);
        // RFC 7541 appendix A: index 8 is `:status: 200`.
        if (type === frame.headers && payload[0] === 0x88) isGood = true;
        if (type === frame.data) body += payload.toString();
        if (type === frame.goAway && payload.readUInt32BE(4) !== 0) resolve('connection');
        if (type === frame.rstStream) resolve('stream');
        if ((type === frame.headers || type === frame.data) && (flags & endStream) !== 0)
          resolve(isGood ? '200' : (/"code":"([0-9]{3})"/.exec(body)?.[1] ?? `answered ${body}`));
      }
    });
  });
}
