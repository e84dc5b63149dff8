import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import { movedClock } from '../../doubles/moved-clock.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';

const minuteMs = 60_000;
const settings = { sweepMs: 10 };

interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What asking for the trust list comes to: `ok`, or the code of the refusal. */
async function useAtGatewayPort(ems: TestEms, identity: Identity): Promise<string> {
  await using client = ems.gatewayClient(identity);
  return await codeOf(client.call('trust', {}));
}

async function useAtAgentPort(ems: TestEms, identity: Identity): Promise<string> {
  await using client = ems.agentClient(identity);
  return await codeOf(client.call('profile', {}));
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'ok',
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

async function renewed(call: (csr: string) => Promise<{ readonly certificate: string }>): Promise<Identity> {
  const keys = await newKeyPair('p256');
  return { cert: (await call(await makeCsr(keys, 'renewed'))).certificate, key: privateKeyPem(keys) };
}

/** Asks until the answer is no longer the first one. */
async function untilNot(first: string, ask: () => Promise<string>): Promise<string> {
  for (;;) {
    const answer = await ask();
    if (answer !== first) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('the ten minutes of a replaced certificate go on while the EMS is down', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-retirement-'));
  const clock = movedClock();
  const there = { directory: directory.path, clock, settings };
  let device: Identity;
  let next: Identity;
  {
    await using ems = await runningEms(there);
    device = await ems.enroll();
    await using client = ems.agentClient(device);
    next = await renewed((csr) => client.call('renew', { body: { csr } }));
    assert.equal(await useAtAgentPort(ems, next), 'ok');
  }
  clock.forward(9 * minuteMs);
  {
    await using ems = await runningEms(there);
    assert.equal(await useAtAgentPort(ems, device), 'ok');
  }
  clock.forward(minuteMs);
  await using ems = await runningEms(there);
  assert.equal(await untilNot('ok', () => useAtAgentPort(ems, device)), 'certificate-refused');
  assert.equal(await useAtAgentPort(ems, next), 'ok');
});

test("a gateway's replaced certificate ends ten minutes after its successor is seen", async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings });
  const gateway = await ems.approvedGateway();
  await using client = ems.gatewayClient(gateway);
  const next = await renewed((csr) => client.call('renew', { body: { csr } }));
  clock.forward(60 * minuteMs);
  assert.equal(await useAtGatewayPort(ems, gateway), 'ok');
  assert.equal(await useAtGatewayPort(ems, next), 'ok');
  clock.forward(10 * minuteMs);
  assert.equal(await untilNot('ok', () => useAtGatewayPort(ems, gateway)), 'certificate-refused');
  assert.equal(await useAtGatewayPort(ems, next), 'ok');
});

test('an expired certificate that was revoked opens nothing, not even its renewal', async () => {
  const clock = movedClock();
  await using ems = await runningEms({ clock, settings });
  const device = await ems.enroll();
  clock.forward(100 * 24 * 60 * minuteMs);
  await ems.admin.call('revokeEndpoint', { uid: device.uid, reason: 'stolen' });
  await using client = ems.agentClient(device);
  const asked = renewed((csr) => client.call('renew', { body: { csr } }));
  assert.equal(await codeOf(asked), 'device-revoked');
});
