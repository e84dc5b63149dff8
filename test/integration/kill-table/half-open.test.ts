// Links to the EMS that lead nowhere though nobody closed them, and an EMS that has come back with an older database.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { deviceId } from '../../../shared/ids.ts';
import { openRealStage, type RealStage } from './real-stage.ts';

let stage: RealStage;
before(async () => {
  stage = await openRealStage({ beatTimeoutMs: 1_500 });
});
beforeEach(() => stage.putRight());
after(async () => await stage?.[Symbol.asyncDispose]());

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

async function status() {
  return await stage.gatewayAdmin((admin) => admin.call('status', {}));
}

/** An application's connection over which bytes have come, and how it ends. */
async function live(): Promise<{ readonly socket: net.Socket; readonly end: Promise<string> }> {
  const socket = net.connect(await stage.world.addressOf('pour'));
  const end = once(socket, 'close').then(() => socket.errored?.message ?? 'clean');
  end.catch(() => undefined);
  await once(socket, 'data');
  return { socket: socket.resume(), end: end.catch((error: NodeJS.ErrnoException) => error.code ?? error.message) };
}

test('a gateway whose link is half open notices by the missing beats, dials anew, and cuts what ended meanwhile', async () => {
  const { socket, end } = await live();
  stage.gatewayRelay.freeze();
  while ((await status()).emsConnected) await soon();
  assert.equal(socket.destroyed, false);
  const { uid } = await stage.identity();
  await rm(stage.world.marker);
  for (;;) {
    const { tags } = await stage.world.ems.admin.call('showEndpoint', { uid: deviceId.parse(uid) });
    if (!tags.some((tag) => tag === 'managed')) break;
    await soon();
  }
  assert.equal(socket.destroyed, false);
  // The old connections stay as dead as they are: what waits on one of them must hold up nothing.
  stage.gatewayRelay.carryNew();
  assert.equal(await end, 'ECONNRESET');
  // What is fetched over a connection of its own may come, and cut, before the link is dialled.
  while (!(await status()).emsConnected) await soon();
});

test('an agent whose link is half open notices, and reports again as soon as there is a way', async () => {
  stage.agentRelay.freeze();
  await stage.world.until(({ ems }) => ems.kind === 'waiting');
  stage.agentRelay.carryNew();
  await stage.world.until(({ ems }) => ems.kind === 'connected' && ems.lastReport !== null);
});

test('after a restore everything is fetched anew: a higher old revision counts for nothing, nor does what it said', async () => {
  const { uid } = await stage.identity();
  const { admin } = stage.world.ems;
  await admin.call('revokeEndpoint', { uid: stage.early.uid, reason: 'lost' });
  const known = async () =>
    new Map(
      (await stage.gatewayAdmin((gateway) => gateway.call('endpoints', {}))).endpoints.map((one) => [
        String(one.uid),
        one.state,
      ]),
    );
  while ((await known()).get(stage.early.uid) !== 'revoked') await soon();
  const before = await status();
  const { end } = await live();
  await stage.restoreEms();
  assert.match(await end, /^(ECONNRESET|EPIPE)$/);
  while ((await status()).epoch === before.epoch) await soon();
  const after = await status();
  assert.ok((after.appliedRevision ?? 0) < (before.appliedRevision ?? 0));
  const views = await known();
  assert.equal(views.get(stage.early.uid), 'active', 'the EMS knows of no revocation any more');
  assert.equal(views.has(uid), false);
});
