import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { digest, echo, startOrigin } from '../../doubles/origin.ts';
import { ourHostsLines, wholeWorld } from '../../doubles/whole-world.ts';

async function say(address: { readonly host: string; readonly port: number }, words: string): Promise<string> {
  const socket = net.connect({ ...address, allowHalfOpen: true });
  socket.end(words);
  return await text(socket);
}

test('a device enrolls, reaches a service by name, loses it with its posture, and gets it back', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const { uid, serial } = await world.enroll();
  assert.match(uid, /^[0-9A-F]{32}$/);
  assert.match(serial, /^[0-9A-F]{40}$/);
  const address = await world.addressOf('crm');
  assert.deepEqual(await ourHostsLines(world), [
    `${address.host} crm.corp.test`.replace(' ', (await readFile(world.hosts, 'utf8')).includes('\t') ? '\t' : ' '),
  ]);
  assert.equal(await say(address, 'hello'), 'hello');

  const live = net.connect(address);
  live.write('still here');
  await once(live, 'data');
  const cut = once(live, 'error');
  await rm(world.marker);
  const [error] = await cut;
  assert.equal(error.code, 'ECONNRESET');
  const after = await world.until((state) => state.denials.some((record) => record.kind === 'cut'));
  assert.equal(after.denials[0]?.denial.code, '065');
  await world.until((state) => !state.tags.includes(state.tags[0] ?? raise()) || state.destinations.length === 0);
  const why = await world.agent.call('why', { destination: 'crm' });
  assert.equal(why.access, 'denied');
  assert.deepEqual(
    why.obstacles.map((each) => [each.title, each.remedy]),
    [['This is a managed machine', 'Run the company set-up.']],
  );
  assert.deepEqual(why.messages, ['Only company machines get in.']);
  assert.deepEqual(await ourHostsLines(world), []);

  await writeFile(world.marker, '');
  assert.deepEqual(await world.addressOf('crm'), address);
  assert.equal(await say(address, 'back again'), 'back again');
});

test('16 MiB go through and come out the same, and an answer after the end of the request arrives', async () => {
  await using origin = await startOrigin(digest);
  await using world = await wholeWorld([{ name: 'files', port: origin.port }]);
  await world.enroll();
  const { createHash, randomBytes } = await import('node:crypto');
  const bytes = randomBytes(16 * 1024 * 1024);
  const socket = net.connect({ ...(await world.addressOf('files')), allowHalfOpen: true });
  socket.end(bytes);
  assert.equal(await text(socket), createHash('sha256').update(bytes).digest('hex'));
});

test('a server that speaks first is heard without a word from the client', async () => {
  await using origin = await startOrigin((socket) => socket.end('SSH-2.0-first\r\n'));
  await using world = await wholeWorld([{ name: 'shell', port: origin.port }]);
  await world.enroll();
  const socket = net.connect({ ...(await world.addressOf('shell')), allowHalfOpen: true });
  assert.equal(await text(socket), 'SSH-2.0-first\r\n');
  socket.end();
});

test('the gateway restarts, and the same name works again', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  await world.enroll();
  const address = await world.addressOf('crm');
  assert.equal(await say(address, 'one'), 'one');
  await world.restartGateway();
  let answer = '';
  for (let tries = 0; answer !== 'two' && tries < 50; tries += 1) {
    answer = await say(address, 'two').catch(() => '');
    if (answer !== 'two') await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(answer, 'two');
});

test('while the EMS is away what is allowed goes on; when it is back, posture counts again', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  await world.enroll();
  const address = await world.addressOf('crm');
  const live = net.connect(address);
  live.write('before');
  await once(live, 'data');
  await world.restartEms(async () => {
    await world.until((state) => state.ems.kind === 'waiting');
    assert.equal(await say(address, 'without it'), 'without it');
  });
  await world.until((state) => state.ems.kind === 'connected' && state.ems.lastReport !== null);
  live.write('after');
  const [bytes] = await once(live, 'data');
  assert.equal(String(bytes), 'after');
  const cut = once(live, 'error');
  await rm(world.marker);
  const [error] = await cut;
  assert.equal(error.code, 'ECONNRESET');
});

test('the daemon restarts enrolled, at the same addresses, and its names are gone while it is', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const { uid } = await world.enroll();
  const address = await world.addressOf('crm');
  const foreign = await readFile(world.hosts, 'utf8');
  assert.ok(foreign.startsWith('127.0.0.1 localhost\n'));
  await world.restartDaemon();
  assert.deepEqual(await world.addressOf('crm'), address);
  const state = await world.until((each) => each.enrollment.kind === 'enrolled');
  assert.equal(state.enrollment.kind === 'enrolled' && state.enrollment.uid, uid);
  assert.equal(await say(address, 'again'), 'again');
  await world.agent.call('unenroll', {});
  assert.equal(await readFile(world.hosts, 'utf8'), '127.0.0.1 localhost\n');
});

test('a name outside the domains of the invitation is shown as refused and never written', async () => {
  await using origin = await startOrigin(echo);
  await using world = await wholeWorld([{ name: 'crm', port: origin.port }]);
  const invitation = await world.invitation(['other.test']);
  const { fabricCa } = await world.agent.call('inspectInvitation', { invitation });
  await world.agent.call('enroll', { invitation, consent: { fabricCa } });
  await world.ems.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true });
  const state = await world.until((each) => each.destinations.length === 1);
  assert.deepEqual(state.destinations[0]?.state, { kind: 'refused', why: 'outside-domains' });
  assert.equal(await readFile(world.hosts, 'utf8'), '127.0.0.1 localhost\n');
});

function raise(): never {
  throw new Error('the device has no tag at all');
}
