import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { siteName } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';

const sites = [siteName.parse('default')];

/** What joining comes to: the state, or the code of the refusal. */
async function join(ems: TestEms, body: { code: string; csr: string; version: string }): Promise<string> {
  await using client = ems.gatewayClient();
  return await client.call('join', { body }).then(
    (answer) => answer.state,
    (error: unknown) => (hasCode(error, 'ems-refused') ? String(error.params.why) : String(error)),
  );
}

async function asking(code: string) {
  return { code, csr: await makeCsr(await newKeyPair('p256'), 'gateway'), version: 'test' };
}

test('another key with the same code is refused, and the gateway that was first goes on waiting', async () => {
  await using ems = await runningEms();
  const code = await ems.code({ role: 'gateway', domains: [] });
  const first = await asking(code);
  assert.equal(await join(ems, first), 'pending');
  assert.equal(await join(ems, await asking(code)), 'enrollment-refused');
  assert.equal((await ems.admin.call('gateways', {})).gateways.length, 1);
  assert.equal(await join(ems, first), 'pending');
});

test('of twenty gateways with one code at once, exactly one waits', async () => {
  await using ems = await runningEms();
  const code = await ems.code({ role: 'gateway', domains: [] });
  const bodies = await Promise.all(Array.from({ length: 20 }, () => asking(code)));
  const answers = await Promise.all(bodies.map((body) => join(ems, body)));
  assert.equal(answers.filter((answer) => answer === 'pending').length, 1);
  assert.equal((await ems.admin.call('gateways', {})).gateways.length, 1);
});

test('a code for devices lets no gateway in', async () => {
  await using ems = await runningEms();
  assert.equal(await join(ems, await asking(await ems.code())), 'enrollment-refused');
  assert.deepEqual((await ems.admin.call('gateways', {})).gateways, []);
});

test('a gateway that was withdrawn while it waited, or afterwards, is told so and approved no more', async () => {
  await using ems = await runningEms();
  const body = await asking(await ems.code({ role: 'gateway', domains: [] }));
  assert.equal(await join(ems, body), 'pending');
  const [waiting] = (await ems.admin.call('gateways', {})).gateways;
  assert.ok(waiting);
  await ems.admin.call('withdrawGateway', { id: waiting.id });
  assert.equal(await join(ems, body), 'gateway-withdrawn');
  const approval = ems.admin.call('approveGateway', { id: waiting.id, names: ['gw.corp.test'], sites });
  await assert.rejects(approval, (error) => hasCode(error, 'gateway-withdrawn'));
  assert.equal(await join(ems, body), 'gateway-withdrawn');
});

test('who holds a certificate but joins again with it is no gateway until it is approved', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  await using client = ems.gatewayClient(device);
  const attempt = client.call('join', { body: await asking(await ems.code({ role: 'gateway', domains: [] })) });
  await assert.rejects(attempt, (error) => hasCode(error, 'ems-refused'));
});
