import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { config } from '../../../daemon/config.ts';
import { makeLogRing } from '../../../daemon/log-ring.ts';
import { startDaemon } from '../../../daemon/start.ts';
import { platformFor } from '../../../native/platform.ts';
import { agentContract } from '../../../shared/agent/agent-contract.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { siteName } from '../../../shared/ids.ts';
import { silentLog } from '../../../shared/log.ts';
import { readInvitation, writeInvitation } from '../../../shared/node/invitation.ts';
import { connectLocal } from '../../../shared/node/local-socket/client.ts';
import { forgingServer } from '../../doubles/forging-server.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { makeThrowawayPki } from '../../doubles/throwaway-pki.ts';

/** A daemon alone, with a hosts file of its own. */
async function lonelyDaemon(over: Readonly<Record<string, unknown>> = {}) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'stile-agent-'));
  const hosts = path.join(directory, 'hosts');
  await writeFile(hosts, '127.0.0.1 localhost\n');
  const settings = {
    dataDirectory: path.join(directory, 'data'),
    socket: path.join(directory, 'run', 'agent.sock'),
    hostsFile: hosts,
    ...over,
  };
  const start = () =>
    startDaemon({
      config: config.parse(settings),
      platform: platformFor(process.platform),
      log: silentLog,
      logRing: makeLogRing({ write: () => undefined }),
    });
  const daemon = await start();
  const agent = await connectLocal(agentContract, daemon.socket);
  return {
    agent,
    hosts,
    async [Symbol.asyncDispose]() {
      await agent[Symbol.asyncDispose]();
      await daemon[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
}

async function invitationOf(ems: Awaited<ReturnType<typeof runningEms>>): Promise<string> {
  const site = siteName.parse('default');
  const { invitation } = await ems.admin.call('invite', {
    role: 'device',
    site,
    domains: ['corp.test'],
    uses: 1,
    expiresInMs: 60_000,
    note: '',
  });
  return invitation;
}

test('before anything is sent, address, fingerprint and domains can be seen', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  const { fabricCa } = await ems.admin.call('status', {});
  const summary = await daemon.agent.call('inspectInvitation', { invitation: await invitationOf(ems) });
  assert.deepEqual(summary, {
    ems: `localhost:${ems.running.ports.agent}`,
    site: 'default',
    fabricCa,
    domains: ['corp.test'],
    mayEnroll: true,
  });
});

test('without agreement to the fingerprint that was shown nothing is sent', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  const invitation = await invitationOf(ems);
  assert.equal(
    await refusal(daemon.agent.call('enroll', { invitation, consent: { fabricCa: '0'.repeat(64) } })),
    'consent-missing',
  );
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(endpoints, []);
});

test('a server with its own leaf under the real name, and the real CA appended, never hears the code', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  const pki = await makeThrowawayPki();
  const forged = await pki.server(['localhost']);
  await using server = await forgingServer({
    key: forged.keyPem,
    cert: forged.certificatePem + ems.ca,
    answer: ems.ca,
  });
  const real = readInvitation(await invitationOf(ems));
  const invitation = writeInvitation({ ...real, ems: `localhost:${server.port}` });
  const code = await refusal(daemon.agent.call('enroll', { invitation, consent: { fabricCa: real.ca } }));
  assert.equal(code, 'ems-unreachable');
  assert.ok(!JSON.stringify(server.heard()).includes(real.code));
  const state = await firstState(daemon.agent);
  assert.equal(state.enrollment.kind === 'none' && state.enrollment.lastFailure?.code, 'ems-unreachable');
});

test('a server that shows another CA is not enrolled with, and the reason names it', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  const real = readInvitation(await invitationOf(ems));
  const invitation = writeInvitation({ ...real, ca: 'ab'.repeat(32) });
  assert.equal(
    await refusal(daemon.agent.call('enroll', { invitation, consent: { fabricCa: 'ab'.repeat(32) } })),
    'pin-mismatch',
  );
});

test('where only certain EMSs are allowed, another one is refused', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon({ allowedEms: ['cd'.repeat(32)] });
  const invitation = await invitationOf(ems);
  const { fabricCa, mayEnroll } = await daemon.agent.call('inspectInvitation', { invitation });
  assert.equal(mayEnroll, false);
  assert.equal(await refusal(daemon.agent.call('enroll', { invitation, consent: { fabricCa } })), 'ems-not-allowed');
});

test('an enrolled device is not pointed elsewhere, and what is no invitation is named so', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  const invitation = await invitationOf(ems);
  const { fabricCa } = await daemon.agent.call('inspectInvitation', { invitation });
  await daemon.agent.call('enroll', { invitation, consent: { fabricCa } });
  assert.equal(
    await refusal(daemon.agent.call('enroll', { invitation: await invitationOf(ems), consent: { fabricCa } })),
    'already-enrolled',
  );
  assert.equal(
    await refusal(daemon.agent.call('inspectInvitation', { invitation: 'stile1.nonsense' })),
    'invitation-malformed',
  );
});

test('a device that the EMS revokes stops, says why, and leaves no name behind', async () => {
  await using ems = await runningEms();
  await using daemon = await lonelyDaemon();
  const invitation = await invitationOf(ems);
  const { fabricCa } = await daemon.agent.call('inspectInvitation', { invitation });
  await daemon.agent.call('enroll', { invitation, consent: { fabricCa } });
  const { endpoints } = await ems.admin.call('endpoints', {});
  await ems.admin.call('revokeEndpoint', { uid: endpoints[0]?.uid ?? raise(), reason: 'stolen' });
  for await (const state of daemon.agent.events('state', AbortSignal.timeout(10_000))) {
    if (state.enrollment.kind !== 'withdrawn') continue;
    assert.equal(state.enrollment.failure.code, 'device-revoked');
    break;
  }
  assert.equal(await readFile(daemon.hosts, 'utf8'), '127.0.0.1 localhost\n');
});

async function firstState(agent: Awaited<ReturnType<typeof lonelyDaemon>>['agent']) {
  for await (const state of agent.events('state', AbortSignal.timeout(5_000))) return state;
  throw new Error('the daemon told no state');
}

function raise(): never {
  throw new Error('no device is enrolled');
}

test('errors of a command come with their code and what to do next', async () => {
  await using daemon = await lonelyDaemon();
  await assert.rejects(
    daemon.agent.call('unenroll', {}),
    (error) => hasCode(error, 'not-enrolled') && error.next.includes('stile enroll'),
  );
});
