// Connections whose user has to sign in first: held with what they said, then carried, or reset as any other refusal.

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { before, test } from 'node:test';
import { type Hold, Holds } from '../../../../daemon/sign-in/holds.ts';
import { type Denial, denial } from '../../../../shared/tunnel/denial.ts';
import { frameType } from '../../../../shared/tunnel/frame.ts';
import { earlyDataLimit } from '../../../../shared/tunnel/opening.ts';
import { freePort } from '../../../doubles/free-port.ts';
import { type Habits, type Served, someRequest, startGatewayForAgent } from '../../../doubles/gateway-for-agent.ts';
import { type Credentials, makeThrowawayPki, type ThrowawayPki } from '../../../doubles/throwaway-pki.ts';
import { endOf, localAddress, read, readAll, startAgentSide } from './agent-side.ts';

let pki: ThrowawayPki;
let device: Credentials;
let shown: Credentials;
let port: number;

before(async () => {
  pki = await makeThrowawayPki();
  device = await pki.machine();
  shown = await pki.gateway(['gw.corp.test']);
  port = await freePort(localAddress);
});

const signInFirst: Denial = denial.parse({
  code: '099',
  title: 'Sign-In Required',
  requestId: `req_${'B'.repeat(26)}`,
  destination: 'app.corp.test:80',
  retry: false,
});

/** Says these codes in turn to each OPEN, and opens what comes after them. */
function saying(...codes: readonly string[]): Habits {
  const left = [...codes];
  return {
    onOpen(served: Served, stream: number) {
      const code = left.shift();
      if (code === undefined) served.say(frameType.opened, stream, JSON.stringify({ requestId: someRequest }));
      else served.say(frameType.denied, stream, JSON.stringify({ ...signInFirst, code }));
    },
  };
}

interface Stage extends AsyncDisposable {
  readonly client: Socket;
  /** OPENs that came to the gateway. */
  readonly opens: () => number;
  readonly denials: () => readonly string[];
  readonly wanted: () => readonly string[];
  /** Once it waits for its user. */
  readonly held: Promise<void>;
  signIn(): void;
  giveUp(): void;
}

async function stage(
  habits: Habits,
  said: string | Buffer,
  over: { readonly isVerified?: boolean } = {},
): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const gateway = opening.use(await startGatewayForAgent(shown, habits));
  let isVerified = over.isVerified ?? false;
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const holds = new Holds(
    () => isVerified,
    () => resolve(),
  );
  const hold = (uid: number, _osUser: string, destination: string): Hold | null => holds.hold(uid, destination);
  const agent = opening.use(startAgentSide({ pki, device, gatewayPort: gateway.port, warmTarget: 0, hold }));
  opening.use(await agent.publish('app.corp.test', port));
  const client = await agent.connect(port);
  client.write(said);
  const owned = opening.move();
  return {
    client,
    opens: () => gateway.served.reduce((sum, { opens }) => sum + opens.length, 0),
    denials: () => agent.denials.map(({ denial: why }) => why.code),
    wanted: () => holds.wanted().get(1_000) ?? [],
    held,
    signIn() {
      isVerified = true;
      holds.wake(1_000, true);
    },
    giveUp: () => holds.wake(1_000, false),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** What the gateway says until it has heard, and how often it is asked then. */
for (const codes of [['099'], ['099', '099', '099']])
  test(`is carried with what it said once its user is verified, after ${codes.length} times no`, async () => {
    await using it = await stage(saying(...codes), 'first ');
    await it.held;
    assert.deepEqual([it.wanted(), it.denials()], [[`app.corp.test:${port}`], []]);
    it.client.write('and more');
    it.signIn();
    assert.equal(await read(it.client, 14), 'first and more');
    assert.equal(it.opens(), codes.length + 1);
    assert.deepEqual([it.wanted(), it.denials()], [[], []]);
    it.client.end('.');
    assert.equal(await readAll(it.client), '.');
  });

test('is asked for again at once where its user is verified already: the gateway has not heard yet', async () => {
  await using it = await stage(saying('099'), 'first', { isVerified: true });
  assert.equal(await read(it.client, 5), 'first');
});

test('keeps no more than so much of what its client says, and loses none of it', async () => {
  const all = Buffer.alloc(3 * earlyDataLimit, 7);
  await using it = await stage(saying('099'), Buffer.alloc(0));
  await it.held;
  it.client.write(all);
  it.signIn();
  let received = 0;
  for await (const piece of it.client) {
    received += piece.length;
    if (received === all.length) break;
  }
  assert.equal(received, all.length);
});

const endings: readonly (readonly [string, Habits, (it: Stage) => void, readonly string[]])[] = [
  ['nobody signs in', saying('099'), (it) => it.giveUp(), ['099']],
  ['another refusal comes after the sign-in', saying('099', '065'), (it) => it.signIn(), ['065']],
  ['somebody signs in for whom the policy is not', saying('099', '061'), (it) => it.signIn(), ['061']],
];
for (const [what, habits, happen, told] of endings)
  test(`is reset, and its refusal told, when ${what}`, async () => {
    await using it = await stage(habits, 'SSH-2.0-test\r\n');
    await it.held;
    happen(it);
    assert.equal(await endOf(it.client), 'ECONNRESET');
    assert.deepEqual([it.denials(), it.wanted()], [told, []]);
  });

test('of a browser ends with a page that says what to do', async () => {
  await using it = await stage(saying('099'), 'GET / HTTP/1.1\r\nHost: app.corp.test\r\n\r\n');
  await it.held;
  it.giveUp();
  assert.match(await readAll(it.client), /^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*099/);
});

test('is wanted no longer when its client has gone', async () => {
  await using it = await stage(saying('099'), 'x');
  await it.held;
  it.client.resetAndDestroy();
  while (it.wanted().length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
});
