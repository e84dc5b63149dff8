// Who speaks at the EMS is said by the certificate of the connection, and by nothing that is sent over it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { agentRoutes } from '../../../shared/ems/agent-routes.ts';
import { testInventory as inventory, nextUid, type TestDevice } from '../../doubles/running-ems.ts';
import { csrOf, openStage, type Stage } from './ems-stage.ts';

let stage: Stage;

before(async () => {
  stage = await openStage();
});

after(async () => {
  await stage?.[Symbol.asyncDispose]();
});

/** As header values: what breaks out of a query or a template. */
const hostile = [
  "' OR '1'='1",
  "'; DROP TABLE devices; --",
  '%_%',
  '../../../../etc/passwd',
  '$\x7bjndi:ldap://x}',
  '*',
];

test('no header says who calls or for which site', async () => {
  const usual = await stage.send(stage.as.device, agentRoutes.profile, undefined);
  assert.equal(usual.status, 200);
  for (const put of [stage.victim.uid, ...hostile]) {
    for (const name of [
      'site',
      'x-site',
      'fctuid',
      'x-forwarded-for',
      'forwarded',
      'authorization',
      'cookie',
      'x-stile-uid',
      'if-none-match',
      'x-client-cert',
    ])
      assert.equal(
        (await stage.send(stage.as.device, agentRoutes.profile, undefined, { [name]: put })).text,
        usual.text,
        name,
      );
    for (const name of ['authorization', 'x-client-cert', 'x-stile-uid', 'fctuid'])
      assert.equal(
        (await stage.send(stage.as.nobody, agentRoutes.profile, undefined, { [name]: put })).code,
        'certificate-required',
      );
  }
});

/** What is kept of a device; what is left of its time is another thing at every moment. */
async function kept({ uid }: TestDevice): Promise<string> {
  const { view: _, ...rest } = await stage.ems.admin.call('showEndpoint', { uid });
  return JSON.stringify(rest);
}

test('a report, a renewal and a farewell concern the device of the certificate, whatever uid they name', async () => {
  const before = await kept(stage.victim);
  const names = {
    uid: stage.victim.uid,
    deviceId: stage.victim.uid,
    FCTUID: stage.victim.uid,
    fctuid: stage.victim.uid,
    vdom: 'root',
    site: 'other',
  };
  const report = {
    sequence: stage.nextSequence(),
    rulesRevision: 1,
    inventory: { ...inventory, ...names },
    facts: [],
    verdicts: [],
    ...names,
  };
  assert.equal((await stage.send(stage.as.device, agentRoutes.report, JSON.stringify(report))).status, 200);
  const query = { ...agentRoutes.report, path: `${agentRoutes.report.path}?uid=${stage.victim.uid}` };
  const again = { ...report, sequence: stage.nextSequence() };
  assert.equal((await stage.send(stage.as.device, query, JSON.stringify(again))).status, 200);
  await stage.send(
    stage.as.device,
    agentRoutes.renew,
    JSON.stringify({ csr: await csrOf(stage.victim.uid), ...names }),
  );
  assert.equal(await kept(stage.victim), before);
});

test('a report that was sent before, or before another one, is refused and changes nothing', async () => {
  const report = (number: number, hostname: string) =>
    JSON.stringify({
      sequence: number,
      rulesRevision: 1,
      inventory: { ...inventory, hostname },
      facts: [],
      verdicts: [],
    });
  const [older, newer] = [stage.nextSequence(), stage.nextSequence()];
  assert.equal((await stage.send(stage.as.device, agentRoutes.report, report(newer, 'now'))).status, 200);
  const before = await kept(stage.device);
  for (const number of [newer, older, 0, 1]) {
    const told = await stage.send(stage.as.device, agentRoutes.report, report(number, 'replayed'));
    assert.ok(told.code === 'report-stale' || told.code === 'request-invalid', told.text);
  }
  assert.equal(await kept(stage.device), before);
});

test('no code, no key and no guess is said to anybody, whoever got it wrong', async () => {
  const guess = 'GUESSGUESSGUESSGUESSGUESSG';
  const code = await stage.code();
  const enrolment = async (changes: object) => {
    const good = { code, csr: await csrOf('x'), uid: nextUid(), inventory };
    return await stage.send(stage.as.nobody, agentRoutes.enroll, JSON.stringify({ ...good, ...changes }));
  };
  assert.equal((await enrolment({ code: guess })).code, 'enrollment-refused');
  assert.equal((await enrolment({ csr: code })).code, 'csr-malformed');
  assert.equal((await enrolment({ uid: code })).code, 'request-invalid');
  assert.equal((await enrolment({ inventory: { ...inventory, os: code } })).code, 'request-invalid');
  assert.equal((await enrolment({ uid: stage.victim.uid })).code, 'uid-known');
  assert.equal((await enrolment({})).code, null);
  assert.equal((await enrolment({})).code, 'enrollment-refused');
  await stage.checkNothingSecretWasSaid([guess]);
});
