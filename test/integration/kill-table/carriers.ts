// The carriers of the kill table that end at the gateway: each brought to the state in which a cause meets it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Carrier as Service } from '../../../shared/gateway/admin-contract.ts';
import { frameType } from '../../../shared/tunnel/frame.ts';
import type { Origin } from '../../doubles/origin.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import { ask, dialGateway, dialTunnel, readAnswer, type TunnelClient } from '../gateway/clients.ts';
import type { Stage } from './stage.ts';

/** A connection that is joined with a server; how each of both ends ends, `clean` or the code of an error. */
export interface Joined {
  readonly clientEnd: Promise<string>;
  readonly serverEnd: Promise<string>;
  stop(): void;
}

/** A connection that was asked for and is not joined. */
export interface Pending {
  /** The code it is refused with; `dropped` if its connection ended instead. */
  readonly refusal: Promise<string>;
  /** Lets resolving or dialling succeed. */
  proceed(): void;
  /** What a server has seen of it by now. */
  readonly bytesAtServer: () => number;
  stop(): Promise<void>;
}

export type GatewayCarrier =
  | { readonly column: 'joined'; readonly service: Service; start(stage: Stage, shown: Credentials): Promise<Joined> }
  | { readonly column: 'pending'; readonly service: Service; start(stage: Stage, shown: Credentials): Promise<Pending> }
  | { readonly column: 'idle'; start(stage: Stage, shown: Credentials): Promise<TunnelClient> };

const connect = { service: 'connect', status: 200 } as const;
const forwarding = { service: 'tcp-forwarding', status: 101 } as const;

export const gatewayCarriers = {
  'tunnel, bytes both ways': joined('tunnel', (stage, shown) => tunnel(stage, shown, 'nobody')),
  'tunnel, the client has finished': joined('tunnel', (stage, shown) => tunnel(stage, shown, 'client')),
  'tunnel, the server has finished': joined('tunnel', (stage, shown) => tunnel(stage, shown, 'server')),
  'TCP forwarding, bytes both ways': joined('tcp-forwarding', (stage, shown) =>
    plain(stage, shown, forwarding, 'nobody'),
  ),
  'CONNECT, bytes both ways': joined('connect', (stage, shown) => plain(stage, shown, connect, 'nobody')),
  'CONNECT, the client has finished': joined('connect', (stage, shown) => plain(stage, shown, connect, 'client')),
  'CONNECT, the server has finished': joined('connect', (stage, shown) => plain(stage, shown, connect, 'server')),
  'tunnel, resolving': pending('tunnel', (stage, shown) => opening(stage, shown, 'resolving', '')),
  'tunnel, dialling': pending('tunnel', (stage, shown) => opening(stage, shown, 'dialling', '')),
  'tunnel, held with first bytes': pending('tunnel', (stage, shown) => opening(stage, shown, 'resolving', firstBytes)),
  'TCP forwarding, resolving': pending('tcp-forwarding', (stage, shown) =>
    asking(stage, shown, forwarding, 'resolving'),
  ),
  'CONNECT, dialling': pending('connect', (stage, shown) => asking(stage, shown, connect, 'dialling')),
  'idle tunnel connection': { column: 'idle', start: (stage, shown) => dialTunnel(stage.world, shown) },
} satisfies Readonly<Record<string, GatewayCarrier>>;

type Wire = typeof connect | typeof forwarding;
type Finished = 'nobody' | 'client' | 'server';
type Stuck = 'resolving' | 'dialling';

/** So much has to have gone each way before anything happens. */
const enough = 256 * 1024;
const firstBytes = 'x'.repeat(60_000);

function joined(service: Service, start: (stage: Stage, shown: Credentials) => Promise<Joined>): GatewayCarrier {
  return { column: 'joined', service, start };
}

function pending(service: Service, start: (stage: Stage, shown: Credentials) => Promise<Pending>): GatewayCarrier {
  return { column: 'pending', service, start };
}

async function tunnel(stage: Stage, shown: Credentials, finished: Finished): Promise<Joined> {
  const { name, origin } = serverFor(stage, finished);
  const client = await dialTunnel(stage.world, shown);
  client.onData = () => undefined;
  const served = next(origin);
  client.open(1, name, origin.port);
  assert.equal((await client.control()).type, frameType.opened);
  const server = await served;
  const serverEnd = finished === 'client' ? endAfterEnd(server) : endOf(server);
  if (finished === 'client') client.send(frameType.fin, 1);
  else await pump(client.socket, (block) => client.data(1, block), server);
  if (finished === 'server') assert.equal((await client.control()).type, frameType.fin);
  else await reached(client.receivedBytes);
  return { clientEnd: client.ended, serverEnd, stop: () => client.socket.destroy() };
}

async function plain(stage: Stage, shown: Credentials, wire: Wire, finished: Finished): Promise<Joined> {
  const { name, origin } = serverFor(stage, finished);
  const client = await dialGateway(stage.world, shown);
  const served = next(origin);
  assert.equal((await ask(client, headOf(wire, name, origin.port))).status, wire.status);
  const server = await served;
  let received = 0;
  client.on('data', (chunk: Uint8Array) => {
    received += chunk.length;
  });
  const end = once(client, 'end');
  client.resume();
  const serverEnd = finished === 'client' ? endAfterEnd(server) : endOf(server);
  const clientEnd = finished === 'server' ? endAfterEnd(client) : endOf(client);
  if (finished === 'client') client.end();
  else await pump(client, (block) => client.write(block), server);
  if (finished === 'server') await end;
  else await reached(() => received);
  end.catch(() => undefined);
  return { clientEnd, serverEnd, stop: () => client.destroy() };
}

function serverFor(
  { pour, late, sink }: Stage,
  finished: Finished,
): { readonly name: string; readonly origin: Origin } {
  if (finished === 'client') return { name: 'late.corp.test', origin: late };
  if (finished === 'server') return { name: 'sink.corp.test', origin: sink };
  return { name: 'pour.corp.test', origin: pour };
}

async function opening(stage: Stage, shown: Credentials, where: Stuck, first: string): Promise<Pending> {
  const client = await dialTunnel(stage.world, shown);
  return await stuckAt(stage, where, (host, port) => {
    client.open(1, host, port, first);
    return {
      refusal: (async () => {
        for (;;) {
          const frame = await client.control().catch(() => null);
          // A connection that is itself at its end hears that, too.
          if (frame?.type !== frameType.notice) return frame?.denial?.code ?? 'dropped';
        }
      })(),
      stop: () => client.socket.destroy(),
    };
  });
}

async function asking(stage: Stage, shown: Credentials, wire: Wire, where: Stuck): Promise<Pending> {
  const client = await dialGateway(stage.world, shown);
  return await stuckAt(stage, where, (host, port) => {
    client.write(headOf(wire, host, port));
    return {
      refusal: readAnswer(client).then(
        (answer) => answer.denial?.code ?? String(answer.status),
        () => 'dropped',
      ),
      stop: () => client.destroy(),
    };
  });
}

async function stuckAt(
  { world, pour, stalled }: Stage,
  where: Stuck,
  start: (host: string, port: number) => { readonly refusal: Promise<string>; stop(): void },
): Promise<Pending> {
  if (where === 'dialling') {
    const before = stalled.received();
    const { refusal, stop } = start('stalled.corp.test', stalled.port);
    await stalled.dialled();
    let isAccepting = false;
    return {
      refusal,
      bytesAtServer: () => stalled.received() - before,
      proceed() {
        isAccepting = true;
        stalled.accept();
      },
      async stop() {
        stop();
        if (isAccepting) await stalled.stall();
      },
    };
  }
  const before = pour.received();
  const hold = world.dns.hold('pour.corp.test');
  const { refusal, stop } = start('pour.corp.test', pour.port);
  await hold.asked;
  return {
    refusal,
    proceed: hold.release,
    bytesAtServer: () => pour.received() - before,
    async stop() {
      hold.release();
      stop();
    },
  };
}

function headOf(wire: Wire, host: string, port: number): string {
  return wire === connect
    ? `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    : `GET /tcp?port=${port}&tls=1&address=${host}&other=1 HTTP/1.1\r\nHost: gw\r\n` +
        'Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade\r\n\r\n';
}

/** The next connection that comes to a server. */
async function next(server: Origin): Promise<Socket> {
  const before = server.connections.length;
  for (;;) {
    const socket = server.connections[before];
    if (socket !== undefined) return socket;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Sends without end, as fast as it is taken; resolves when enough has come to the server. */
async function pump(socket: TLSSocket, write: (block: Buffer) => boolean, server: Socket): Promise<void> {
  const block = Buffer.alloc(32 * 1024, 5);
  const more = () => {
    while (!socket.destroyed && write(block));
  };
  socket.on('drain', more);
  more();
  await reached(() => server.bytesRead);
}

async function reached(count: () => number): Promise<void> {
  while (count() < enough) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** How a socket ends whose other end has not finished: a clean end is told as such. */
function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('end', () => resolve('clean'));
    socket.on('error', (error) => resolve(codeOf(error)));
    socket.on('close', () => resolve('clean'));
  });
}

/** How a socket ends whose other end finishes first, as is meant. */
function endAfterEnd(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('error', (error) => resolve(codeOf(error)));
    socket.on('close', () => resolve('clean'));
  });
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}
