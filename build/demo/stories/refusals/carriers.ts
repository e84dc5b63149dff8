// The ways in which a session can be alive while the reason for it ends.

import { connect, type Socket } from 'node:net';
import { denial } from '../../../../shared/tunnel/denial.ts';
import { controlFrame, FrameReader, frameType } from '../../../../shared/tunnel/frame.ts';
import { tcpForwardingProtocol } from '../../../../shared/tunnel/opening.ts';
import { names } from '../../stage/configuration.ts';
import type { PublishedName } from '../path/device.ts';
import { dialGateway, headOf, tunnelHead } from './doors.ts';
import type { House } from './knocks.ts';

/** Something that is let in now. */
export interface LiveAccess extends Disposable {
  /** What became of it: `reset`, `clean` or, of one that carried nothing, what the next stream on it hears. */
  after(): Promise<string>;
}

export interface Carrier {
  readonly name: string;
  /** As the gateway's log calls it; null for a connection that carries no session. */
  readonly service: string | null;
  open(house: House, crm: PublishedName): Promise<LiveAccess>;
}

export const carriers: readonly Carrier[] = [
  {
    name: 'by name, through the agent',
    service: 'tunnel',
    open: async (_house, crm) => flowing(await connected(connect({ host: crm.address, port: crm.port }))),
  },
  {
    name: 'TCP forwarding',
    service: 'tcp-forwarding',
    open: ({ places, visitors }) =>
      plain(
        { places, visitors },
        headOf(
          `GET /tcp?address=${names.crm}&port=${places.services.crm.port}&tls=1`,
          names.gateway,
          `Upgrade: ${tcpForwardingProtocol}`,
          'Connection: Upgrade',
        ),
      ),
  },
  {
    name: 'CONNECT',
    service: 'connect',
    open: ({ places, visitors }) => {
      const to = `${names.crm}:${places.services.crm.port}`;
      return plain({ places, visitors }, headOf(`CONNECT ${to}`, to));
    },
  },
  { name: 'a pooled connection that carries nothing', service: null, open: pooled },
];

async function plain(house: House, head: string): Promise<LiveAccess> {
  const socket = await opened(house, head);
  return flowing(socket);
}

/** A connection of the device to the gateway on which this head was answered with a yes. */
async function opened({ places, visitors }: House, head: string): Promise<Socket> {
  const door = { port: places.ports.proxy, fabricCa: visitors.fabricCa };
  const socket = await dialGateway(door, visitors.who['the device']);
  socket.setTimeout(0);
  socket.write(head);
  const answer = await nextBytes(socket);
  if (!/^HTTP\/1\.1 (101|200)/.test(answer)) throw new Error(`the gateway said: ${answer.split('\r\n')[0]}`);
  return socket;
}

/** The application ticks on a WebSocket: bytes flow without anybody asking, until somebody ends it. */
async function flowing(socket: Socket): Promise<LiveAccess> {
  const ended = endOf(socket);
  socket.write(
    headOf(
      'GET /ws',
      names.crm,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: c3RpbGUgZGVtbyBrZXkuLg==',
    ),
  );
  const answer = await nextBytes(socket);
  if (!answer.startsWith('HTTP/1.1 101')) throw new Error(`the application said: ${answer.split('\r\n')[0]}`);
  socket.resume();
  return { after: () => ended, [Symbol.dispose]: () => void socket.destroy() };
}

async function pooled(house: House, _crm: PublishedName): Promise<LiveAccess> {
  const socket = await opened(house, tunnelHead);
  const ended = endOf(socket);
  const { port } = house.places.services.crm;
  const asked = Buffer.from(JSON.stringify({ destination: { host: names.crm, port } }));
  return {
    async after() {
      const heard = new Promise<string>((resolve) => {
        const reader = new FrameReader({
          control: (type, _stream, payload) => {
            if (type === frameType.opened) resolve('let-in');
            if (type === frameType.denied) resolve(denial.parse(JSON.parse(Buffer.from(payload).toString())).code);
          },
          data: () => undefined,
        });
        socket.on('data', (chunk) => reader.read(chunk));
      });
      socket.write(controlFrame(frameType.open, 1, asked));
      return Promise.race([heard, ended]);
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

function endOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : (error.code ?? error.message)),
    );
    socket.on('end', () => resolve('clean'));
    socket.on('close', () => resolve('clean'));
  });
}

async function connected(socket: Socket): Promise<Socket> {
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

function nextBytes(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('data', (chunk) => resolve(chunk.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was ended')));
  });
}
