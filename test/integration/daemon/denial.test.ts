// Posture decides: refused with a reason, let in, cut with a reason, let in again.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ruleId, tagName } from '../../../shared/ids.ts';
import { osName } from '../../../shared/posture/rule.ts';
import { echo, type Origin, startOrigin } from '../../doubles/origin.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { type AgentWorld, agentWorld, needsManaged, type TestGateway, testGateway } from './agent-world.ts';

let ems: TestEms;
let gateway: TestGateway;
let world: AgentWorld;
let echoing: Origin;
let other: Origin;
let directory: string;
let marker: string;

before(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'stile-marker-'));
  marker = path.join(directory, 'managed-by-corp');
  ems = await runningEms();
  const id = ruleId.parse(1);
  const tag = tagName.parse('managed');
  const os = osName.enum.linux;
  const title = 'Managed by corp.test';
  const remedy = 'Ask the service desk to set this machine up.';
  await ems.admin.call('putRule', { rule: { id, os, type: 'file', negated: false, path: marker, title, remedy } });
  const logic = { linux: { op: 'and' as const, rules: [{ id }] } };
  const message = 'Only managed machines may use this.';
  await ems.admin.call('putRuleSet', { ruleSet: { id: 1, name: 'managed', enabled: true, tag, message, logic } });
  echoing = await startOrigin(echo);
  other = await startOrigin(echo);
  gateway = await testGateway(
    ems,
    [
      { host: 'crm.corp.test', port: echoing.port, kind: 'http' },
      { host: 'files.corp.test', port: other.port },
    ],
    needsManaged,
  );
  world = await agentWorld(ems);
  await world.enroll();
  await world.until((state) => state.destinations.length === 2 && state.posture.verdicts.length === 1);
});

after(async () => {
  for (const one of [world, gateway, ems, echoing, other]) await one?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

function dial(name: string): Socket {
  const found = world.state().destinations.find((each) => each.destination.host === name);
  if (found?.state.kind !== 'published') throw new Error(`${name} is ${JSON.stringify(found?.state)}`);
  return connect({ host: found.state.address, port: found.state.port });
}

/** What came until the end, and how it ended. */
function heard(socket: Socket): Promise<{ readonly text: string; readonly end: string }> {
  return new Promise((resolve) => {
    let text = '';
    let end = 'clean';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end = error.code ?? error.message;
    });
    socket.on('close', () => resolve({ text, end }));
  });
}

test('an HTTP client without the tag gets a page with code, rule and remedy; why says the same', async () => {
  const socket = dial('crm.corp.test');
  socket.write('GET / HTTP/1.1\r\nHost: crm.corp.test\r\n\r\n');
  const { text, end } = await heard(socket);
  assert.equal(end, 'clean');
  assert.match(text, /^HTTP\/1\.1 403 /);
  for (const part of [
    'Code 065',
    'ZTNA Policy Deny',
    'Managed by corp.test',
    'Ask the service desk',
    'Only managed machines',
  ])
    assert.ok(text.includes(part), `${part} in ${text}`);
  const why = await world.cli.call('why', { destination: 'crm' });
  assert.equal(why.access, 'denied');
  assert.deepEqual(
    why.obstacles.map((each) => [each.tag, each.rule, each.verdict, each.remedy]),
    [['managed', 1, 'unsatisfied', 'Ask the service desk to set this machine up.']],
  );
  assert.deepEqual(why.messages, ['Only managed machines may use this.']);
  assert.equal(echoing.connections.length, 0);
});

test('any other client is reset', async () => {
  const socket = dial('files.corp.test');
  socket.write('hello');
  assert.equal((await heard(socket)).end, 'ECONNRESET');
});

test('gaining the tag lets in at once; losing it cuts the live session with its reason, and the next is refused', async () => {
  await writeFile(marker, '');
  await world.until((state) => state.tags.includes(tagName.parse('managed')));
  // The gateway hears of it from the EMS.
  let socket = dial('files.corp.test');
  for (let tries = 0; tries < 100; tries += 1) {
    socket.on('error', () => undefined);
    socket.write('hello');
    const isIn = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    if (isIn) break;
    socket = dial('files.corp.test');
  }
  assert.ok(!socket.destroyed);
  await world.until((state) => state.sessions.length === 1);
  assert.equal((await world.cli.call('why', { destination: 'files' })).access, 'allowed');
  const cut = heard(socket);
  await rm(marker);
  assert.equal((await cut).end, 'ECONNRESET');
  const state = await world.until((now) => now.denials.some((each) => each.kind === 'cut'));
  const record = state.denials.find((each) => each.kind === 'cut');
  assert.deepEqual(
    [record?.denial.code, record?.denial.destination, record?.denial.tags],
    ['065', `files.corp.test:${other.port}`, ['managed']],
  );
  const again = dial('files.corp.test');
  again.write('hello');
  assert.equal((await heard(again)).end, 'ECONNRESET');
  assert.equal((await world.cli.call('why', { destination: 'files.corp.test' })).access, 'denied');
});
