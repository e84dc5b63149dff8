// Who may remove the agent from a machine: its administrators always, its users with the code in force, tried a few times only.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeStore } from '../../../../daemon/state/store.ts';
import { afterFailure, noTries, waitMs } from '../../../../daemon/uninstall/tries.ts';
import { uninstallOf } from '../../../../daemon/uninstall/uninstall.ts';
import type { UninstallCodeOfProfile } from '../../../../shared/ems/uninstall-code.ts';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { silentLog } from '../../../../shared/log.ts';
import { isUninstallCode, newUninstallCode } from '../../../../shared/node/uninstall-code.ts';

const user = { name: 'anna', isAdministrator: false };
const minute = 60_000;

/** A machine with a package manager that only says what it was asked. */
function machine(uninstallCode: UninstallCodeOfProfile | null) {
  const did: string[] = [];
  let now = 1_000;
  const profile = { uninstallCode };
  const part = uninstallOf(
    { store: makeStore('test'), clock: { now: () => now, monotonic: () => now }, log: silentLog },
    {
      packages: {
        async remove() {
          did.push('removed');
          return { kind: 'begun' };
        },
      },
      profile: () => profile,
      tell: async (by) => void did.push(`told of ${by}`),
    },
  );
  async function says(code: string, by = user): Promise<string> {
    return await part.begin(by, code).then(
      () => 'begun',
      (error: unknown) =>
        hasCode(error, 'uninstall-code-closed') ? 'closed' : String((error as { code: string }).code),
    );
  }
  return {
    did,
    says,
    later: (ms: number) => {
      now += ms;
    },
  };
}

test('an administrator of the machine needs no code, whatever the EMS says', async () => {
  const { did, says } = machine(null);
  assert.equal(await says('', { name: 'root', isAdministrator: true }), 'begun');
  assert.deepEqual(did, ['told of root', 'removed']);
});

test('a user needs the code in force, as it was read out', async () => {
  const { code, sealed } = await newUninstallCode();
  const { did, says, later } = machine({ ...sealed, validForMs: 10 * minute });
  assert.match(code, /^[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}$/);
  assert.equal(await says(' '), 'uninstall-code-missing');
  assert.equal(await says('AAAA-AAAA-AAAA'), 'uninstall-code-refused');
  assert.deepEqual(did, []);
  assert.equal(await says(code.toLowerCase().replaceAll('-', ' ')), 'begun');
  assert.deepEqual(did, ['told of anna', 'removed']);
  later(10 * minute);
  assert.equal(await says(code), 'uninstall-code-refused', 'its time is over');
});

test('where the EMS made no code, none is right', async () => {
  assert.equal(await machine(null).says('AAAA-AAAA-AAAA'), 'uninstall-code-refused');
});

test('five wrong codes close the door for a quarter of an hour, for the right one too', async () => {
  const { code, sealed } = await newUninstallCode();
  const { says, later } = machine({ ...sealed, validForMs: 60 * minute });
  const answers = await Promise.all(Array.from({ length: 7 }, () => says('AAAA-AAAA-AAAA')));
  assert.deepEqual(answers, [...Array<string>(5).fill('uninstall-code-refused'), 'closed', 'closed']);
  assert.equal(await says(code), 'closed');
  later(15 * minute - 1);
  assert.equal(await says(code), 'closed');
  later(1);
  assert.equal(await says(code), 'begun');
});

test('tries are counted until one is right or the door is closed', () => {
  let tries = noTries;
  for (let failures = 1; failures < 5; failures += 1) {
    tries = afterFailure(tries, 0);
    assert.deepEqual([tries.failures, waitMs(tries, 0)], [failures, 0]);
  }
  tries = afterFailure(tries, 0);
  assert.deepEqual([tries.failures, waitMs(tries, 0), waitMs(tries, 15 * minute)], [0, 15 * minute, 0]);
});

test('a code opens its own hash and no other', async () => {
  const [one, two] = await Promise.all([newUninstallCode(), newUninstallCode()]);
  assert.notEqual(one.code, two.code);
  assert.ok(await isUninstallCode(one.code, one.sealed));
  assert.ok(!(await isUninstallCode(one.code, two.sealed)));
  assert.ok(!(await isUninstallCode('', one.sealed)));
});
