import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { request } from 'undici';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { deviceId, ruleId } from '../../../shared/ids.ts';
import { pinnedClient } from '../../../shared/node/tls/fabric-ca.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { testStore } from '../../doubles/stores.ts';

async function records(ems: TestEms) {
  const { entries } = await ems.admin.call('audit', { limit: 1_000 });
  return entries.map(({ actor, action, outcome }) => ({ actor, action, outcome }));
}

test('every administrative act is recorded with who asked as the kernel names them, allowed or refused', async () => {
  await using ems = await runningEms();
  const actor = `uid ${process.getuid?.()} pid ${process.pid}`;
  const uid = deviceId.parse('F'.repeat(32));
  const nothing = [
    ['endpoints release', () => ems.admin.call('releaseEndpoint', { uid })],
    ['revoke', () => ems.admin.call('revokeEndpoint', { uid, reason: '' })],
    ['revoke', () => ems.admin.call('revokeCertificate', { serial: '00', reason: '' })],
    ['invitations revoke', () => ems.admin.call('revokeInvitation', { id: 'inv_none' })],
    ['rules remove', () => ems.admin.call('removeRule', { id: ruleId.parse(9) })],
    ['destinations show-to', () => ems.admin.call('showDestinationTo', { name: 'none', tags: [], publish: true })],
  ] as const;
  for (const [action, attempt] of nothing) {
    await assert.rejects(attempt, (error) => hasCode(error, 'thing-unknown'));
    assert.deepEqual((await records(ems))[0], { actor, action, outcome: 'refused' });
  }
  await ems.code();
  assert.deepEqual((await records(ems))[0], { actor, action: 'invite', outcome: 'allowed' });
  const { entries } = await ems.admin.call('audit', { limit: 1 });
  const { invitations } = await ems.admin.call('invitations', {});
  assert.ok(entries[0]?.detail.startsWith(`${invitations[0]?.id}, 1 uses`), entries[0]?.detail);
});

test('an enrolment is recorded with its source, its invitation and its serial, and no secret', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const { entries } = await ems.admin.call('audit', { limit: 1 });
  const [entry] = entries;
  assert.deepEqual([entry?.actor, entry?.target, entry?.outcome], ['127.0.0.1', device.uid, 'allowed']);
  assert.match(entry?.detail ?? '', new RegExp(`^new, serial ${device.serial}, invitation inv_`));
});

test('nothing that the EMS keeps holds an invitation code', async () => {
  await using ems = await runningEms();
  const code = await ems.code();
  const { invitations } = await ems.admin.call('invitations', {});
  const kept = await testStore().everything(ems.directory);
  assert.ok(kept.includes(invitations[0]?.id ?? '-'));
  assert.ok(!kept.includes(code));
  assert.ok(!(await readFile(path.join(ems.directory, 'data', 'epoch.json'), 'utf8')).includes(code));
});

test('what a device says of itself at enrolment is shown before its first report', async () => {
  await using ems = await runningEms();
  await ems.enroll();
  const { endpoints } = await ems.admin.call('endpoints', {});
  assert.deepEqual(
    endpoints.map((each) => [each.hostname, each.online, each.lastReport]),
    [['laptop', false, null]],
  );
});

test('a profile that has not changed is answered with 304', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  await using client = pinnedClient(`localhost:${ems.running.ports.agent}`, { ca: ems.ca, ...device });
  const get = async (headers: Readonly<Record<string, string>>) => {
    const url = `${client.origin}/api/v1/agent/profile`;
    const answer = await request(url, { dispatcher: client.dispatcher, headers });
    return { status: answer.statusCode, etag: String(answer.headers.etag), text: await answer.body.text() };
  };
  const first = await get({});
  const { epoch, revision } = JSON.parse(first.text);
  assert.deepEqual([first.status, first.etag], [200, `"${epoch}.${revision}"`]);
  assert.deepEqual(await get({ 'if-none-match': first.etag }), { status: 304, etag: first.etag, text: '' });
  await ems.enroll();
  assert.equal((await get({ 'if-none-match': first.etag })).status, 200);
});

test("a stranger's body is not even read where strangers may not call", async () => {
  await using ems = await runningEms();
  await using client = pinnedClient(`localhost:${ems.running.ports.agent}`, { ca: ems.ca });
  const answer = await request(`${client.origin}/api/v1/agent/report`, {
    dispatcher: client.dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ this is no JSON',
  });
  assert.equal(JSON.parse(await answer.body.text()).code, 'certificate-required');
});
