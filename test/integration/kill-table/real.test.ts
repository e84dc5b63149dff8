// The cells of the kill table beyond the gateway: what an application has open at the agent, and the device's link to the EMS.

import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { openLink, type TestLink } from '../ems/agent-link.ts';
import { type Cause, causes } from './causes.ts';
import { type Cell, cellOf } from './cells.ts';
import { type RealCause, realCauses } from './real-causes.ts';
import { openRealStage, type RealStage } from './real-stage.ts';

let stage: RealStage;
before(async () => {
  stage = await openRealStage();
});
after(async () => await stage?.[Symbol.asyncDispose]());

for (const [name, cause] of Object.entries<Cause>(causes)) {
  const real = realCauses[name as keyof typeof causes];
  if (real === null) continue;
  test(`${name} (${cause.code})`, { timeout: 20_000 }, async (context) => {
    await stage.putRight();
    const linkCell = cellOf(cause.row, "the device's link to the EMS", 'link');
    using linked = linkCell.kind === 'cannot' ? null : await openedLink();
    const local = await openLocal();
    const logged = stage.world.accessLog.length;
    try {
      await real.happen(stage);
      await context.test("an application's connection to the agent: reset", () =>
        meetLocal(cause, real, local, logged),
      );
      if (linked !== null)
        await context.test(`the device's link to the EMS: ${linkCell.kind}`, () => meetLink(linkCell, linked));
    } finally {
      local.socket.destroy();
      await real.mend?.(stage);
    }
  });
}

test('after all of it the service is reached as at first', async () => {
  await stage.putRight();
  (await openLocal()).socket.destroy();
});

test('leaving resets what is carried before the EMS has answered', async () => {
  await stage.putRight();
  const local = await openLocal();
  stage.agentRelay.hold();
  const answered = stage.world.agent.call('unenroll', {});
  assert.match(await local.clientEnd, wasReset);
  assert.match(await local.serverEnd, wasReset);
  stage.agentRelay.release();
  // Had it been the other way round, the EMS would have been given up by now.
  assert.deepEqual(await answered, { told: true });
});

interface Local {
  readonly socket: net.Socket;
  readonly clientEnd: Promise<string>;
  readonly serverEnd: Promise<string>;
}

/** An application on this machine that sends and receives as much as it can. */
async function openLocal(): Promise<Local> {
  const before = stage.origin.connections.length;
  const socket = net.connect({ ...(await stage.world.addressOf('pour')), allowHalfOpen: true });
  const clientEnd = endOf(socket);
  let received = 0;
  socket.on('data', (bytes) => {
    received += bytes.length;
  });
  const block = Buffer.alloc(32 * 1024, 3);
  const more = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', more);
  more();
  const isFlowing = () => received > enough && (stage.origin.connections[before]?.bytesRead ?? 0) > enough;
  while (!isFlowing()) {
    assert.ok(!socket.destroyed, 'the connection ended before anything happened');
    await soon();
  }
  const server = stage.origin.connections[before];
  assert.ok(server !== undefined);
  return { socket, clientEnd, serverEnd: endOf(server) };
}

async function meetLocal(cause: Cause, real: RealCause, local: Local, logged: number): Promise<void> {
  assert.match(await local.clientEnd, wasReset);
  assert.match(await local.serverEnd, wasReset);
  const line = await firstLine(logged);
  if (real.by === 'gateway') assert.deepEqual([line.action, line.code], ['close', cause.code]);
  if (real.by === 'agent') assert.equal(line.action, 'client-rst');
  if (real.by === 'either' && line.action !== 'client-rst' && line.code !== real.orCode)
    assert.equal(line.code, cause.code);
}

/** The first line about a session that was joined. */
async function firstLine(from: number): Promise<{ readonly action?: string; readonly code?: string }> {
  for (;;) {
    for (const text of stage.world.accessLog.slice(from)) {
      const line = JSON.parse(text);
      if (line.action !== 'deny') return line;
    }
    await soon();
  }
}

interface Linked extends Disposable {
  readonly link: TestLink;
  readonly shown: { readonly cert: string; readonly key: string };
}

async function openedLink(): Promise<Linked> {
  const shown = await stage.identity();
  const link = openLink(stage.world.ems, 'agent', shown);
  await link.hear(({ type }) => type === 'beat');
  return { link, shown, [Symbol.dispose]: () => link[Symbol.dispose]() };
}

async function meetLink(cell: Cell, { link, shown }: Linked): Promise<void> {
  if (cell.kind === 'closed') {
    assert.equal(await link.closed, cell.with);
    using again = openLink(stage.world.ems, 'agent', shown);
    assert.equal(await again.closed, 1006);
    assert.deepEqual(again.heard, []);
    return;
  }
  const { length } = link.heard;
  while (link.heard.length <= length) {
    assert.equal(link.socket.readyState, link.socket.OPEN);
    await soon();
  }
}

function endOf(socket: net.Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('end', () => resolve('clean'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('clean'));
  });
}

const enough = 256 * 1024;
const wasReset = /^(ECONNRESET|EPIPE)$/;
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
