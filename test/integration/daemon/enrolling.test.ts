// What must hold before and around an enrolment, also when it is cut off in the middle.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import type { AgentState } from '../../../shared/agent/agent-state.ts';
import { readInvitation, writeInvitation } from '../../../shared/node/invitation.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { agentWorld, refusedWith } from './agent-world.ts';

test('a wrong pin ends the enrolment before the code has left', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const good = readInvitation(await world.invitation());
  const forged = writeInvitation({ ...good, ca: '0'.repeat(64) });
  await refusedWith('pin-mismatch', () =>
    world.cli.call('enroll', { invitation: forged, consent: { fabricCa: '0'.repeat(64) } }),
  );
  await world.until((state) => state.enrollment.kind === 'none');
  const { invitations } = await ems.admin.call('invitations', {});
  assert.deepEqual(
    invitations.map((each) => each.used),
    [0],
  );
  const { entries } = await ems.admin.call('audit', { limit: 10 });
  assert.ok(!entries.some((each) => each.action === 'enroll'));
});

test('consent to another fingerprint is refused, and nothing is sent', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const invitation = await world.invitation();
  await refusedWith('consent-missing', () =>
    world.cli.call('enroll', { invitation, consent: { fabricCa: '1'.repeat(64) } }),
  );
  await world.until((state) => state.enrollment.kind === 'none');
});

test('where the EMSs are managed, only those are enrolled with', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems, { allowedEms: ['2'.repeat(64)] });
  await refusedWith('ems-not-allowed', async () => world.enroll());
});

const isTroubled = (state: AgentState) => state.warnings.some(({ code }) => code === 'state-unreadable');

test('saved state that cannot be used is shown, and restored it is used without a restart', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const { uid } = await world.enroll();
  const file = path.join(world.directory, 'data', 'agent.json');
  await world.stopAgent();
  const before = await readFile(file, 'utf8');
  await writeFile(file, '{"version": 2}');
  await world.startAgent();
  const { enrollment } = await world.until(isTroubled);
  assert.equal(enrollment.kind === 'none' && enrollment.lastFailure?.code, 'state-unreadable');
  assert.equal(await readFile(file, 'utf8'), '{"version": 2}');
  await writeFile(file, before);
  const healed = await world.until((state) => !isTroubled(state) && state.ems.kind === 'connected');
  assert.equal(healed.enrollment.kind === 'enrolled' && healed.enrollment.uid, uid);
});

for (const [what, change] of [
  ['missing', () => ''],
  ['broken', (pem: string) => pem.replace(/\nMII./, '\nAAAA')],
  ["another device's", null],
] as const)
  test(`a machine certificate that is ${what} comes back from the EMS, by the key alone`, async () => {
    await using ems = await runningEms();
    await using world = await agentWorld(ems);
    const { uid, serial } = await world.enroll();
    const file = path.join(world.directory, 'data', 'agent.json');
    await world.stopAgent();
    const saved = JSON.parse(await readFile(file, 'utf8'));
    const foreign = (await ems.enroll()).cert;
    saved.identity.certificate = change === null ? foreign : change(saved.identity.certificate);
    await writeFile(file, JSON.stringify(saved));
    await world.startAgent();
    const healed = await world.until(
      ({ enrollment, ems: link }) => enrollment.kind === 'enrolled' && link.kind === 'connected',
    );
    assert.deepEqual(
      healed.enrollment.kind === 'enrolled' && [healed.enrollment.uid, healed.enrollment.serial, isTroubled(healed)],
      [uid, serial, false],
    );
  });

test('who enrolls anew over saved state that cannot be used finds it kept beside', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  const file = path.join(world.directory, 'data', 'agent.json');
  await world.stopAgent();
  await writeFile(file, 'no JSON');
  await world.startAgent();
  await world.until(isTroubled);
  await world.enroll();
  await world.until((state) => !isTroubled(state) && state.enrollment.kind === 'enrolled');
  assert.equal(await readFile(`${file}.unreadable`, 'utf8'), 'no JSON');
});

test('an enrolment whose answer got lost is asked again with the same key, and uses the code once', async () => {
  await using ems = await runningEms();
  await using world = await agentWorld(ems);
  let losesAnswers = true;
  const sockets: Socket[] = [];
  /** What the EMS says once the device is on its list is the answer, and never arrives. */
  async function pass(chunk: Buffer, near: Socket): Promise<void> {
    const isAnswer = losesAnswers && (await ems.admin.call('endpoints', {})).endpoints.length > 0;
    if (isAnswer) near.destroy();
    else near.write(chunk);
  }
  const between = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: ems.running.ports.agent });
    sockets.push(near, far);
    near.on('data', (chunk) => far.write(chunk));
    let turn: Promise<void> = Promise.resolve();
    far.on('data', (chunk) => {
      turn = turn.then(() => pass(chunk, near));
    });
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => void turn.then(() => near.destroy()));
  });
  await using _closing = {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => between.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => between.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const bound = between.address();
  assert.ok(bound !== null && typeof bound === 'object');
  const invitation = writeInvitation({
    ...readInvitation(await world.invitation()),
    ems: `localhost:${bound.port}`,
  });
  await refusedWith('ems-unreachable', () => world.enroll(invitation));
  const [first] = (await ems.admin.call('endpoints', {})).endpoints;
  assert.ok(first !== undefined, 'the EMS had answered');
  losesAnswers = false;
  await world.stopAgent();
  await world.startAgent();
  const { uid, serial } = await world.enroll(invitation);
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(
    endpoints.map((each) => [each.uid, each.serial]),
    [[uid, serial]],
  );
  assert.equal(first.serial, serial);
});
