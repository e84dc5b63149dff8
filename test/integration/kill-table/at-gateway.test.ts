// The cells of the kill table at the gateway: each cause meets each carrier there, seen from both other ends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { frameType } from '../../../shared/tunnel/frame.ts';
import { dialTunnel, type TunnelClient } from '../gateway/clients.ts';
import { type GatewayCarrier, gatewayCarriers, type Joined, type Pending } from './carriers.ts';
import { type Cause, causes } from './causes.ts';
import { type Cell, cellOf } from './cells.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(async () => await stage?.[Symbol.asyncDispose]());

for (const [causeName, cause] of Object.entries<Cause>(causes)) {
  for (const [carrierName, carrier] of Object.entries<GatewayCarrier>(gatewayCarriers)) {
    const cell = cellOf(cause.row, carrierName, carrier.column);
    if (cell.kind === 'cannot') continue;
    test(`${causeName} | ${carrierName}: ${cell.kind} (${cause.code})`, { timeout: 6_000 }, async () => {
      await cause.before?.(stage);
      try {
        await meet(cause, carrier, cell);
      } finally {
        await cause.mend?.(stage);
        await stage.putRight();
      }
      await nothingIsLeft();
    });
  }
}

test('after all of it every carrier works; after each it was the next one that showed it', async () => {
  for (const carrier of Object.values<GatewayCarrier>(gatewayCarriers)) {
    const again = await carrier.start(stage, stage.world.device);
    if ('proceed' in again) again.proceed();
    if ('stop' in again) await again.stop();
    else again.socket.destroy();
    await nothingIsLeft();
  }
});

async function meet(cause: Cause, carrier: GatewayCarrier, cell: Cell): Promise<void> {
  switch (carrier.column) {
    case 'joined':
      return await meetJoined(cause, carrier.service, await carrier.start(stage, stage.world.device));
    case 'pending':
      return await meetPending(cause, carrier.service, cell, await carrier.start(stage, stage.world.device));
    case 'idle':
      return await meetIdle(cause, cell, await carrier.start(stage, stage.world.device));
  }
}

async function meetJoined(cause: Cause, service: string, live: Joined): Promise<void> {
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(() => live.stop());
  const ear = await dialTunnel(stage.world, stage.other);
  cleaning.defer(() => void ear.socket.destroy());
  assert.equal(await sessions(), 1);
  const line = nextLine();
  await cause.happen(stage);
  assert.match(await live.clientEnd, wasReset);
  assert.match(await live.serverEnd, wasReset);
  const { action, code, service: logged, requestid } = line();
  assert.deepEqual([action, code, logged], ['close', cause.code, service]);
  const heard = await noticeOf(ear, requestid);
  assert.equal(heard, cause.code);
  if (cause !== causes['the gateway stops']) assert.equal(await sessions(), 0);
}

async function meetPending(cause: Cause, service: string, cell: Cell, asked: Pending): Promise<void> {
  await using cleaning = new AsyncDisposableStack();
  cleaning.defer(() => asked.stop());
  assert.equal(await sessions(), 1);
  const line = nextLine();
  await cause.happen(stage);
  if (cell.kind === 'refused' && cell.when === 'once it is connected') asked.proceed();
  assert.equal(await asked.refusal, cell.kind === 'dropped' ? 'dropped' : cause.code);
  const { action, code, service: logged } = line();
  assert.deepEqual([action, code, logged], ['deny', cause.code, service]);
  asked.proceed();
  if (cell.kind !== 'dropped') assert.equal(await sessions(), 0);
  assert.equal(asked.bytesAtServer(), 0);
}

async function meetIdle(cause: Cause, cell: Cell, idle: TunnelClient): Promise<void> {
  await cause.happen(stage);
  if (cell.kind === 'ended') {
    if (cell.isTold) assert.equal((await idle.control()).denial?.code, cause.code);
    assert.equal(await idle.ended, 'ECONNRESET');
    return;
  }
  if (cell.kind === 'barred') await untilRefused(cause.code);
  idle.open(1, 'sink.corp.test', stage.sink.port);
  assert.equal((await idle.control()).denial?.code, cell.kind === 'barred' ? cause.code : undefined);
  assert.equal(idle.socket.destroyed, false);
  idle.socket.destroy();
}

/** A cause may be heard, or its time be over, a moment after it happened. */
async function untilRefused(code: string): Promise<void> {
  for (let answer: string | undefined; answer !== code; ) {
    const probe = await dialTunnel(stage.world, stage.world.device).catch((error: unknown) => String(error));
    if (typeof probe === 'string') answer = probe.slice(-3);
    else {
      probe.open(1, 'sink.corp.test', stage.sink.port);
      answer = (await probe.control().catch(() => null))?.denial?.code;
      probe.socket.destroy();
    }
  }
}

async function nothingIsLeft(): Promise<void> {
  while ((await sessions()) > 0) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function sessions(): Promise<number> {
  return await stage.admin(async (gateway) => (await gateway.call('status', {})).sessions);
}

/** The first line that the access log gets from now on. */
function nextLine(): () => Readonly<Record<string, unknown>> {
  const at = stage.world.accessLog.length;
  return () => stage.world.accessLog[at] ?? {};
}

/** The code of the notice about a request. */
async function noticeOf(ear: TunnelClient, requestId: unknown): Promise<string | undefined> {
  for (;;) {
    const { type, denial } = await ear.control();
    if (type === frameType.notice && denial?.requestId === requestId) return denial?.code;
  }
}

/** A socket that is being written to may notice a reset by its write. */
const wasReset = /^(ECONNRESET|EPIPE)$/;
