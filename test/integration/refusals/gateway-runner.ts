// Asks a gateway for a destination on each of its carriers, and checks everything that a refusal must and must not be.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { type DenialCode, denialCodes } from '../../../shared/tunnel/denial.ts';
import { frameType } from '../../../shared/tunnel/frame.ts';
import type { Target } from '../../../shared/tunnel/opening.ts';
import type { Origin } from '../../doubles/origin.ts';
import type { Credentials } from '../../doubles/throwaway-pki.ts';
import { type Answer, ask, dialGateway, tunnelOn, upgradeHead } from '../gateway/clients.ts';
import type { GatewayWorld } from '../gateway/gateway-world.ts';

export type Carrier = 'OPEN' | '/tcp' | 'CONNECT';
export const carriers: readonly Carrier[] = ['OPEN', '/tcp', 'CONNECT'];

/** The gateway that refuses, and the server behind it that must not hear of anything. */
export interface Scene {
  readonly world: GatewayWorld;
  readonly origin: Origin;
}

export interface Asked extends Target {
  /** Null: no certificate. */
  readonly shown: Credentials | null;
}

/** What must be told besides code and title once the device is known. */
export interface Expected {
  readonly code: DenialCode;
  readonly policy?: string | null;
  readonly tags?: readonly string[];
}

/** What came back. `head` is null where a frame said it. */
interface Told {
  readonly body: string;
  readonly head: Answer | null;
  /** The Upgrade of a tunnel was refused, before it could name a destination. */
  readonly asUpgrade: boolean;
  readonly from: number;
}

/** One row: how the world differs from one in which everybody gets through, and the refusal that follows. */
export interface Row extends Expected {
  readonly name: string;
  /** Returns what the client shows where that is not the device's own certificate. */
  readonly arrange?: (scene: Scene) => Promise<Credentials | null | undefined>;
  readonly mend?: (scene: Scene) => Promise<unknown>;
  readonly target?: (scene: Scene) => Target;
  /** Names may be asked for: the row is about what they lead to. */
  readonly resolves?: true;
}

/** One test per row; each asks on every carrier. */
export function refuses(rows: readonly Row[], scene: () => Scene, usual: (scene: Scene) => Target): void {
  for (const row of rows) {
    test(`${row.code}: ${row.name}`, async () => {
      const here = scene();
      const arranged = await row.arrange?.(here);
      const shown = arranged === undefined ? here.world.device : arranged;
      const target = (row.target ?? usual)(here);
      const resolvedBefore = here.world.dns.asked.length;
      try {
        for (const carrier of carriers) await expectRefusal(here, carrier, { ...target, shown }, row);
        if (row.resolves === undefined)
          assert.equal(here.world.dns.asked.length, resolvedBefore, 'a name was resolved');
      } finally {
        await row.mend?.(here);
      }
    });
  }
}

export async function expectRefusal(scene: Scene, carrier: Carrier, asked: Asked, expected: Expected): Promise<void> {
  const { world, origin } = scene;
  const served = origin.connections.length;
  const lines = world.accessLog.length;
  const told = await tell(world, carrier, asked);
  const about = `${carrier} ${asked.host}:${asked.port}`;
  if (told.head !== null) checkHead(told.head, expected.code, about);
  checkBody(told, asked, expected, about);
  checkAccount(world.accessLog.slice(lines), told, asked, expected, about);
  assert.equal(origin.connections.length, served, `${about}: a server heard of it`);
}

async function tell(world: GatewayWorld, carrier: Carrier, asked: Asked): Promise<Told> {
  const socket = await dialGateway(world, asked.shown);
  const from = socket.localPort ?? 0;
  if (carrier !== 'OPEN') {
    const head = await ask(socket, carrier === '/tcp' ? forwarding(asked) : connecting(asked));
    return { body: head.body, head: await toTheEnd(socket, head), asUpgrade: false, from };
  }
  const head = await ask(socket, upgradeHead);
  if (head.status !== 101) return { body: head.body, head: await toTheEnd(socket, head), asUpgrade: true, from };
  const client = tunnelOn(socket);
  client.open(1, asked.host, asked.port, 'first bytes');
  const frame = await client.control();
  assert.equal(frame.type, frameType.denied, frame.text);
  socket.destroy();
  return { body: frame.text, head: null, asUpgrade: false, from };
}

/** The answer with whatever the gateway still said until it closed the connection. */
export async function toTheEnd(socket: TLSSocket, answer: Answer): Promise<Answer> {
  const pieces = [answer.rest];
  socket.on('data', (piece) => pieces.push(piece));
  const ended = new Promise<void>((resolve) => {
    socket.once('end', resolve);
    socket.once('close', () => resolve());
  });
  socket.resume();
  await ended;
  socket.destroy();
  return { ...answer, rest: Buffer.concat(pieces) };
}

export const forwarding = ({ host, port }: Target) =>
  `GET /tcp?address=${encodeURIComponent(host)}&port=${port}&tls=1 HTTP/1.1\r\nHost: gw\r\n` +
  'Upgrade: tcp-forwarding/1.0\r\nConnection: Upgrade\r\n\r\n';

export const connecting = ({ host, port }: Target) => {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`;
};

export function checkHead(head: Answer, code: DenialCode, about: string): void {
  const { status, title } = denialCodes[code];
  assert.deepEqual([head.denial?.code, head.status, head.denial?.title], [code, status, title], about);
  assert.equal(head.headers.get('connection'), 'close', about);
  assert.equal(head.headers.get('x-stile-request-id'), head.denial?.requestId, about);
  assert.equal(head.headers.get('upgrade'), undefined, about);
  assert.equal(head.rest.length, 0, `${about}: more was said after the refusal`);
}

/** Told before the device is known: these fields, and `destination` says nothing. */
const bareFields = ['code', 'destination', 'requestId', 'retry', 'title'];
const codesOfStrangers: readonly DenialCode[] = ['001', '002', '066', '091', '092', '093', '094', '096', '097'];

function checkBody(told: Told, asked: Asked, expected: Expected, about: string): void {
  const body: Record<string, unknown> = JSON.parse(told.body);
  const { title, retry } = denialCodes[expected.code];
  assert.deepEqual([body.code, body.title, body.retry], [expected.code, title, retry], about);
  assert.match(String(body.requestId), /^req_[A-Z2-7]{26}$/, about);
  if (told.asUpgrade || codesOfStrangers.includes(expected.code)) {
    assert.deepEqual(Object.keys(body).sort(), bareFields, about);
    assert.equal(body.destination, null, about);
    return;
  }
  const host = asked.host.includes(':') ? `[${asked.host}]` : asked.host;
  assert.deepEqual(Object.keys(body).sort(), [...bareFields, 'policy', 'tags'].sort(), about);
  assert.deepEqual(
    [body.destination, body.policy, body.tags],
    [`${host}:${asked.port}`, expected.policy ?? null, expected.tags ?? []],
    about,
  );
}

/** One line, from which an administrator sees who was refused what, and finds the answer that was given. */
function checkAccount(
  lines: readonly Readonly<Record<string, unknown>>[],
  told: Told,
  asked: Asked,
  { code, policy }: Expected,
  about: string,
): void {
  assert.equal(lines.length, 1, `${about}: ${JSON.stringify(lines)}`);
  const [line = {}] = lines;
  const service = { OPEN: 'tunnel', '/tcp': 'tcp-forwarding', CONNECT: 'connect' }[about.split(' ')[0] as Carrier];
  assert.deepEqual(
    [line.type, line.subtype, line.logid, line.level, line.action, line.code, line.msg, line.requestid, line.srcport],
    [
      'traffic',
      'ztna',
      '0005000024',
      'warning',
      'deny',
      code,
      `Access refused: ${denialCodes[code].why}`,
      JSON.parse(told.body).requestId,
      told.from,
    ],
    about,
  );
  const target = told.asUpgrade ? [undefined, undefined, 'https'] : [asked.host, asked.port, service];
  assert.deepEqual([line.dsthost, line.dstport, line.service], target, about);
  assert.deepEqual([line.clientcert, line.policyname], [asked.shown?.serial, policy ?? undefined], about);
}
