// Invitations bound to the makers' serial numbers: each is good once, also for those who ask at the same moment.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCode } from '../../../shared/errors/app-error.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { nextUid, runningEms, type TestEms, testInventory } from '../../doubles/running-ems.ts';

/** A machine that asks; its key stays the same. Answers the certificate's serial, or why it is refused. */
async function machine(serialNumber: string | null, uid: DeviceId = nextUid()) {
  const csr = await makeCsr(await newKeyPair('p256'), uid);
  return {
    uid,
    async ask(ems: TestEms, code: string): Promise<string> {
      await using client = ems.agentClient();
      try {
        const inventory = { ...testInventory, serialNumber };
        return (await client.call('enroll', { body: { code, csr, uid, inventory } })).serial;
      } catch (error) {
        assert.ok(hasCode(error, 'ems-refused'), String(error));
        return String(error.params.why);
      }
    },
  };
}

const issued = /^[0-9A-F]{40}$/;
const left = async (ems: TestEms) => (await ems.admin.call('invitations', {})).invitations[0];
const latest = async (ems: TestEms) => (await ems.admin.call('audit', { limit: 1 })).entries[0];

test('a machine enrolls with its serial number once; who else claims it is refused, and the audit log says why', async () => {
  await using ems = await runningEms();
  const code = await ems.code({ uses: 2, serials: ['pf3abcde', '5CG 1234', 'PF3ABCDE'] });
  const first = await machine('PF3ABCDE');
  const serial = await first.ask(ems, code);
  assert.match(serial, issued);
  assert.equal(await first.ask(ems, code), serial, 'the same key gets the same answer');
  assert.deepEqual((await left(ems))?.serials, { total: 2, left: 1 });

  for (const [told, why] of [
    ['pf3abcde', `the serial number PF3ABCDE was used by ${first.uid}`],
    ['OTHER1', 'it is not for the serial number OTHER1'],
    [null, 'the device tells no serial number'],
    ['\u0007\u001b', 'what the device tells is no serial number'],
  ] as const) {
    assert.equal(await (await machine(told)).ask(ems, code), 'enrollment-refused');
    const entry = await latest(ems);
    assert.deepEqual([entry?.action, entry?.outcome, entry?.detail], ['enroll', 'refused', why]);
  }

  // Set up anew, it has another uid: an administrator gives its place back.
  const anew = await machine('PF3ABCDE');
  await ems.admin.call('releaseEndpoint', { uid: first.uid });
  assert.match(await anew.ask(ems, code), issued);
  const { id = '' } = (await left(ems)) ?? {};
  const details = await ems.admin.call('showInvitation', { id });
  assert.deepEqual(details.serials, [
    { serial: '5CG 1234', uid: null },
    { serial: 'PF3ABCDE', uid: anew.uid },
  ]);
  assert.deepEqual([details.summary.used, details.summary.uses, details.summary.state], [1, 2, 'open']);
});

test('of several machines that claim one serial number at once, one enrolls', async () => {
  await using ems = await runningEms();
  const code = await ems.code({ uses: 100, serials: ['ONE', 'TWO'] });
  const machines = await Promise.all(Array.from({ length: 6 }, () => machine('ONE')));
  const answers = await Promise.all(machines.map((each) => each.ask(ems, code)));
  assert.equal(answers.filter((answer) => issued.test(answer)).length, 1);
  assert.equal(answers.filter((answer) => answer === 'enrollment-refused').length, 5);
  assert.deepEqual((await left(ems))?.serials, { total: 2, left: 1 });
  assert.equal((await ems.admin.call('endpoints', {})).endpoints.length, 1);
});

test('an invitation is bound to ten thousand machines at most, and to devices only', async () => {
  await using ems = await runningEms();
  const many = Array.from({ length: 10_000 }, (_, index) => `SN-${String(index).padStart(8, '0')}`);
  await ems.code({ uses: many.length, serials: many });
  assert.deepEqual((await left(ems))?.serials, { total: 10_000, left: 10_000 });
  await assert.rejects(ems.code({ role: 'gateway', serials: ['ONE'] }), (error) => hasCode(error, 'command-invalid'));
});
