import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { gatewayAdminContract } from '../../../shared/gateway/admin-contract.ts';
import { ruleId } from '../../../shared/ids.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { fileFact } from '../../../shared/posture/fact-name.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { echo, startOrigin } from '../../doubles/origin.ts';
import { testInventory } from '../../doubles/running-ems.ts';
import { pause, type WholeWorld, wholeWorld } from '../../doubles/whole-world.ts';
import { ask, dialGateway } from '../gateway/clients.ts';

const settings = { renewSpreadMs: 10, sweepMs: 20, tagsAfterMs: 86_400_000, offlineAfterMs: 86_400_000 };
const replaced = { authority: null, retireAfterMs: 86_400_000, now: false, enrollAgain: false } as const;

/** A local connection through the agent, kept open. */
async function live(world: WholeWorld) {
  const socket = net.connect(await world.addressOf('crm'));
  socket.on('error', () => undefined);
  const says = async (word: string): Promise<string> => {
    socket.write(word);
    const [bytes] = await once(socket, 'data', { signal: AbortSignal.timeout(10_000) });
    return String(bytes);
  };
  assert.equal(await says('first'), 'first');
  return { socket, says };
}

/** A device that knows nothing of renewals: an ordinary client with a machine certificate, connected by CONNECT. */
async function stranger(world: WholeWorld, port: number) {
  const device = await world.ems.enroll();
  await using client = world.ems.agentClient(device);
  const facts = [{ fact: fileFact(world.marker), value: { kind: 'file' as const, exists: true }, ageMs: 0 }];
  const verdicts = [{ rule: ruleId.parse(1), verdict: 'satisfied' as const, fact: fileFact(world.marker) }];
  await client.call('report', {
    body: { sequence: 1, rulesRevision: 1_000, inventory: testInventory, facts, verdicts },
  });
  const place = { pki: { fabric: { certificatePem: world.ems.ca } }, gateway: world.gateway };
  for (;;) {
    const socket = await dialGateway(place, { certificatePem: device.cert, keyPem: device.key });
    const { status } = await ask(
      socket,
      `CONNECT crm.corp.test:${port} HTTP/1.1\r\nHost: crm.corp.test:${port}\r\n\r\n`,
    );
    if (status === 200) return socket;
    // The gateway has not heard of this device yet.
    await pause(20);
  }
}

/** Waits until all that the agent carries is judged by a certificate of this serial. */
async function carriedAs(world: WholeWorld, serial: string): Promise<void> {
  await using admin = await connectLocal(gatewayAdminContract, path.join(world.directory, 'run', 'gateway.sock'));
  const limit = AbortSignal.timeout(15_000);
  for (;;) {
    const { sessions } = await admin.call('sessions', {});
    if (sessions.filter(({ carrier }) => carrier === 'tunnel').every((each) => each.serial === serial)) return;
    limit.throwIfAborted();
    await pause(20);
  }
}

async function untilRevoked(world: WholeWorld, meanwhile: () => void): Promise<void> {
  const limit = AbortSignal.timeout(15_000);
  for (;;) {
    const { ztnaCas } = await world.ems.admin.call('ztnaCas', {});
    if (ztnaCas.every(({ state }) => state !== 'replaced')) return;
    limit.throwIfAborted();
    meanwhile();
    await pause(20);
  }
}

async function renewedFrom(world: WholeWorld, serial: string): Promise<string> {
  const { enrollment } = await world.until(
    (state) => state.enrollment.kind === 'enrolled' && state.enrollment.serial !== serial,
  );
  assert.ok(enrollment.kind === 'enrolled');
  return enrollment.serial;
}

test('the CA is replaced: who has renewed keeps every session, who has not is cut with 063 when the old one ends', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }], {}, { settings });
  const { serial } = await world.enroll();
  const { says, socket } = await live(world);
  const other = await stranger(world, origin.port);
  const cut = new Promise<void>((resolve) => other.on('close', () => resolve()));
  let isCut = false;
  void cut.then(() => (isCut = true));
  other.resume();

  const { before } = await world.ems.admin.call('replaceZtnaCa', replaced);
  await carriedAs(world, await renewedFrom(world, serial));
  assert.equal(await says('both trusted'), 'both trusted');
  assert.equal(isCut, false);

  await world.ems.admin.call('retireZtnaCa', { id: before, compromised: false, enrollAgain: false });
  await cut;
  const isTold = world.accessLog.some((line) => /"service":"connect".*"code":"063"/.test(line));
  assert.ok(isTold, world.accessLog.join('\n'));
  assert.equal(await says('still here'), 'still here');
  socket.destroy();
});

test('a session outlives the certificate it began with, when its device has renewed', async () => {
  const emsClock = movedClock();
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }], {}, { settings, emsClock });
  const { serial } = await world.enroll();
  const { says, socket } = await live(world);
  await world.ems.admin.call('replaceZtnaCa', replaced);
  const next = await renewedFrom(world, serial);
  await carriedAs(world, next);
  // The ten minutes begin when the EMS first sees the new one used, which may be later than the gateway did.
  await untilRevoked(world, () => emsClock.forward(60_000));
  assert.equal(await says('longer than its certificate'), 'longer than its certificate');
  socket.destroy();
});

test('with --now every device is back by itself, by the key that is on record', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }], {}, { settings });
  const { serial, uid } = await world.enroll();
  await world.ems.admin.call('replaceZtnaCa', { ...replaced, now: true });
  await renewedFrom(world, serial);
  const { says, socket } = await live(world);
  assert.equal(await says('back'), 'back');
  const { entries } = await world.ems.admin.call('audit', { limit: 10 });
  assert.ok(
    entries.some(({ action, target, outcome }) => action === 'renew' && target === uid && outcome === 'allowed'),
  );
  socket.destroy();
});
