// Knocks at one door and says what came back: the gateway's wires, and the routes of the EMS.

import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { request } from 'undici';
import { z } from 'zod';
import { pinnedClient } from '../../../../shared/node/tls/fabric-ca.ts';
import { clientTlsOptions } from '../../../../shared/node/tls/tls-options.ts';
import { denial } from '../../../../shared/tunnel/denial.ts';
import { controlFrame, FrameReader, frameType } from '../../../../shared/tunnel/frame.ts';
import { type Target, tunnelPath, tunnelProtocol } from '../../../../shared/tunnel/opening.ts';
import { names } from '../../stage/configuration.ts';
import type { Shown } from './visitors.ts';

export type Heard =
  | { readonly kind: 'refused'; readonly code: string; readonly title: string; readonly requestId: string | null }
  /** Ended without a word, by a reset or a clean end. */
  | { readonly kind: 'hung-up' }
  | { readonly kind: 'let-in' };

/** The gateway as a client reaches it. */
export interface GatewayDoor {
  readonly port: number;
  readonly fabricCa: string;
}

const patienceMs = 10_000;

/** A verified connection to the gateway; it is ended by whoever asked for it. */
export async function dialGateway({ port, fabricCa }: GatewayDoor, shown: Shown): Promise<TLSSocket> {
  const tls = clientTlsOptions({ ca: fabricCa, servername: names.gateway, ...shown });
  const socket = connect({ ...tls, host: '127.0.0.1', port });
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('the gateway said nothing')));
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return socket;
}

/** Sends a request head, as it stands. */
export async function ask(door: GatewayDoor, shown: Shown, head: string): Promise<Heard> {
  const socket = await dialGateway(door, shown);
  try {
    socket.write(head);
    return heardIn(await answerOn(socket));
  } finally {
    socket.destroy();
  }
}

export const tunnelHead = headOf(
  `GET ${tunnelPath}`,
  names.gateway,
  `Upgrade: ${tunnelProtocol}`,
  'Connection: Upgrade',
);

/** Opens a stream of `stile-tunnel/1`; where the upgrade is refused, that is what was heard. */
export async function openStream(door: GatewayDoor, shown: Shown, target: Target): Promise<Heard> {
  const asked = Buffer.from(JSON.stringify({ destination: target, osUser: 'anna' }));
  return speakTunnel(door, shown, controlFrame(frameType.open, 1, asked));
}

/** Upgrades to `stile-tunnel/1` and sends bytes, whatever they are. */
export async function speakTunnel(door: GatewayDoor, shown: Shown, bytes: Uint8Array): Promise<Heard> {
  const socket = await dialGateway(door, shown);
  try {
    socket.write(tunnelHead);
    const upgrade = await answerOn(socket);
    if (!upgrade.startsWith('HTTP/1.1 101')) return heardIn(upgrade);
    const heard = firstFrame(socket);
    socket.write(bytes);
    return await heard;
  } finally {
    socket.destroy();
  }
}

/** Calls a route of the EMS at 127.0.0.1. */
export async function callRoute(
  port: number,
  ca: string,
  shown: Shown,
  route: { readonly method: string; readonly path: string; readonly body?: unknown },
): Promise<Heard> {
  await using client = pinnedClient(`127.0.0.1:${port}`, { ca, ...shown });
  const body = route.body === undefined ? null : JSON.stringify(route.body);
  const reply = await request(`${client.origin}${route.path}`, {
    dispatcher: client.dispatcher,
    method: route.method,
    body,
    headers: body === null ? {} : { 'content-type': 'application/json' },
  });
  const text = await reply.body.text();
  if (reply.statusCode < 400) return { kind: 'let-in' };
  const { code, message } = z.object({ code: z.string(), message: z.string() }).parse(JSON.parse(text));
  return { kind: 'refused', code, title: message, requestId: null };
}

/** A request head with lines of its own, as it goes over the wire. */
export function headOf(request: string, host: string, ...lines: readonly string[]): string {
  return [`${request} HTTP/1.1`, `Host: ${host}`, ...lines, '', ''].join('\r\n');
}

/** What has come when a head and its body are whole, or when the connection has ended. */
async function answerOn(socket: Socket): Promise<string> {
  let text = '';
  const take = (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (isWhole(text)) wake();
  };
  const { promise, resolve: wake } = Promise.withResolvers<void>();
  socket.on('data', take);
  socket.once('close', wake);
  await promise;
  socket.off('data', take);
  socket.off('close', wake);
  return text;
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, end))?.[1] ?? '0';
  return text.length >= end + 4 + Number(length);
}

function heardIn(text: string): Heard {
  if (text === '') return { kind: 'hung-up' };
  if (/^HTTP\/1\.1 (101|2)/.test(text)) return { kind: 'let-in' };
  const { code, title, requestId } = denial.parse(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)));
  return { kind: 'refused', code, title, requestId };
}

function firstFrame(socket: Socket): Promise<Heard> {
  return new Promise((resolve) => {
    const reader = new FrameReader({
      control(type, _stream, payload) {
        if (type !== frameType.denied) return resolve({ kind: 'let-in' });
        const { code, title, requestId } = denial.parse(JSON.parse(Buffer.from(payload).toString()));
        resolve({ kind: 'refused', code, title, requestId });
      },
      data: () => resolve({ kind: 'let-in' }),
    });
    socket.on('data', (chunk) => reader.read(chunk));
    socket.once('close', () => resolve({ kind: 'hung-up' }));
  });
}
