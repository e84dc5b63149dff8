// Changes between the steps of one admission, each step held in hand: whatever the order, nothing is joined that may not be now.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { ClientConnection } from '../../../gateway/accept/client-connection.ts';
import { type Admission, admit } from '../../../gateway/access/admission.ts';
import type { Decision } from '../../../gateway/access/decide.ts';
import { parseConfig } from '../../../gateway/config/parse.ts';
import type { Reached } from '../../../gateway/resolve/reach.ts';
import { SessionRegistry } from '../../../gateway/sessions/registry.ts';
import type { AccessRequest, SessionEnd } from '../../../gateway/sessions/session.ts';
import { deviceId, requestId } from '../../../shared/ids.ts';
import { systemClock } from '../../../shared/node/system-clock.ts';
import { type Origin, pour, startOrigin } from '../../doubles/origin.ts';

let origin: Origin;
before(async () => {
  origin = await startOrigin(pour);
});
after(async () => await origin?.[Symbol.asyncDispose]());

/** One admission whose decision, time and dialling the test holds in its hands. */
interface Held extends Disposable {
  isAllowed: boolean;
  validForMs: number;
  /** The address allowed now, by the file of now. */
  allowedAddress: string;
  readonly registry: SessionRegistry;
  readonly ends: readonly SessionEnd[];
  readonly outcome: Promise<Admission>;
  /** What dialling was given up for. */
  readonly dialSignal: Promise<AbortSignal>;
  /** The server answers. */
  connected(server: Socket): void;
}

const uid = deviceId.parse('A'.repeat(32));
const config = parseConfig(
  `
traffic-forward-proxy: {addresses: [gw:1]}
ztna-destination: [{name: crm, address: crm.test, mappedport: 80}]
policy: [{name: staff, action: accept, ztna-destination: all, ztna-ems-tag: [trusted]}]
`,
  'test',
);

async function startAdmission(over: { readonly isAllowed?: boolean } = {}): Promise<Held> {
  const [destination] = config['ztna-destination'];
  assert.ok(destination !== undefined);
  const raw = await openSocket();
  const tls = new TLSSocket(raw, { isServer: true });
  tls.on('error', () => undefined);
  const request: AccessRequest = {
    connection: new ClientConnection(raw, tls, { address: '127.0.0.1', port: 1 }, null),
    carrier: 'tunnel',
    target: { host: 'crm.test', port: 80 },
    reportedUser: null,
    program: null,
    requestId: requestId.parse(`req_${'A'.repeat(26)}`),
  };
  const ends: SessionEnd[] = [];
  const dial = Promise.withResolvers<Reached>();
  const dialling = Promise.withResolvers<AbortSignal>();
  const decide = (): Decision => {
    // Whoever decides can be overtaken; what is decided has to be where a change looks for it.
    assert.equal(registry.sessions.length, 1, 'it is decided before it is entered');
    return held.isAllowed
      ? { kind: 'accepted', policy: 'staff', destination, validForMs: held.validForMs }
      : { kind: 'denied', code: '065', policy: 'staff', tags: ['trusted'] };
  };
  const registry = new SessionRegistry({
    decide,
    standing: () => null,
    endsInMs: () => Number.POSITIVE_INFINITY,
    uidOf: () => uid,
    ended: (_session, end) => ends.push(end),
  });
  const held: Held = {
    isAllowed: over.isAllowed ?? true,
    validForMs: 60_000,
    allowedAddress: '127.0.0.1',
    registry,
    ends,
    dialSignal: dialling.promise,
    get outcome() {
      return outcome;
    },
    connected: (socket) => dial.resolve({ kind: 'connected', socket, address: '127.0.0.1' }),
    [Symbol.dispose]: () => void raw.destroy(),
  };
  const outcome = admit(
    request,
    {
      registry,
      clock: systemClock,
      reach: (_destination, signal) => {
        dialling.resolve(signal);
        signal.addEventListener('abort', () => dial.resolve({ kind: 'failed', code: '083' }));
        return dial.promise;
      },
      decide,
      decideAt: (_request, address) =>
        address === held.allowedAddress ? decide() : { kind: 'denied', code: '081', policy: 'staff', tags: [] },
      isTooMuch: () => false,
      dialled: () => undefined,
    },
    new AbortController().signal,
  );
  return held;
}

async function openSocket(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: origin.port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function refusedWith(held: Held, code: string): Promise<void> {
  const outcome = await held.outcome;
  assert.equal(outcome.kind === 'refused' ? outcome.denial.code : 'joined', code);
  assert.deepEqual(held.registry.sessions, []);
  assert.deepEqual(
    held.ends.map((end) => end.kind),
    ['refused'],
  );
}

test('a change that is heard while it is being dialled ends the dial, and it is refused', async () => {
  using held = await startAdmission();
  const signal = await held.dialSignal;
  held.isAllowed = false;
  held.registry.recheck('all');
  assert.equal(signal.aborted, true);
  await refusedWith(held, '065');
});

test('a change that nobody has announced yet is found when the server has answered', async () => {
  using held = await startAdmission();
  await held.dialSignal;
  held.isAllowed = false;
  const server = await openSocket();
  held.connected(server);
  await refusedWith(held, '065');
  assert.equal(server.destroyed, true);
});

test('a change in the very moment in which the server answers', async () => {
  using held = await startAdmission();
  await held.dialSignal;
  // Resolved, but what waits for it has not run yet.
  const server = await openSocket();
  held.connected(server);
  held.isAllowed = false;
  held.registry.recheck('all');
  await refusedWith(held, '065');
  assert.equal(server.destroyed, true);
});

test('what was cut while it was dialled stays cut, also when the tag is back before the server answers', async () => {
  using held = await startAdmission();
  await held.dialSignal;
  held.isAllowed = false;
  held.registry.recheck('all');
  held.isAllowed = true;
  held.registry.recheck('all');
  await refusedWith(held, '065');
});

test('a tag that goes and comes back unheard while it is dialled does no harm', async () => {
  using held = await startAdmission();
  await held.dialSignal;
  held.isAllowed = false;
  held.isAllowed = true;
  const server = await openSocket();
  held.connected(server);
  const outcome = await held.outcome;
  assert.equal(outcome.kind, 'joined');
  assert.equal(held.registry.sessions[0]?.state.kind, 'joined');
  server.destroy();
});

test('a tag that comes while the refusal is on its way changes nothing for the one refused', async () => {
  using held = await startAdmission({ isAllowed: false });
  held.isAllowed = true;
  held.registry.recheck('all');
  await refusedWith(held, '065');
});

test('a time that runs out while it is being dialled ends the dial', async () => {
  using held = await startAdmission();
  const signal = await held.dialSignal;
  held.validForMs = 20;
  held.registry.recheck('all');
  held.isAllowed = false;
  await once(signal, 'abort');
  await refusedWith(held, '065');
});

test('an address that the new file no longer allows is not joined', async () => {
  using held = await startAdmission();
  await held.dialSignal;
  held.allowedAddress = '127.0.0.2';
  const server = await openSocket();
  held.connected(server);
  await refusedWith(held, '081');
  assert.equal(server.destroyed, true);
});

test('a change right after the joining resets both ends', async () => {
  using held = await startAdmission();
  await held.dialSignal;
  const server = await openSocket();
  held.connected(server);
  assert.equal((await held.outcome).kind, 'joined');
  held.isAllowed = false;
  held.registry.recheck('all');
  assert.equal(server.destroyed, true);
  assert.deepEqual(
    held.ends.map((end) => end.kind),
    ['cut'],
  );
});
