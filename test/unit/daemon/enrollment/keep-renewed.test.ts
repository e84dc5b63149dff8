import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepRenewed } from '../../../../daemon/enrollment/keep-renewed.ts';
import { silentLog } from '../../../../shared/log.ts';

function world(renew: (signal: AbortSignal) => Promise<void>, dueAt = () => Number.POSITIVE_INFINITY) {
  let time = 0;
  const clock = { now: () => time, monotonic: () => time };
  const renewal = keepRenewed({ dueAt, clock, renew, log: silentLog });
  return {
    renewal,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

test('whoever asks while a renewal is under way waits for the same one', async () => {
  const answer = Promise.withResolvers<void>();
  let renewals = 0;
  const { renewal } = world(async () => {
    renewals += 1;
    await answer.promise;
  });
  await using _ = renewal;
  const both = [renewal.renewNow(), renewal.renewNow()];
  answer.resolve();
  await Promise.all(both);
  assert.equal(renewals, 1);
});

for (const [outcome, renew] of [
  ['was refused', () => Promise.reject(new Error('refused'))],
  ['went well, but is refused all the same', () => Promise.resolve()],
] as const)
  test(`after a renewal that ${outcome} the next one waits a minute`, async () => {
    let renewals = 0;
    const { renewal, pass } = world(async () => {
      renewals += 1;
      await renew();
    });
    await using _ = renewal;
    await renewal.renewNow();
    await renewal.renewNow();
    assert.equal(renewals, 1);
    pass(60_000);
    await renewal.renewNow();
    assert.equal(renewals, 2);
  });

test('ending does not wait for an EMS that says nothing', async () => {
  const { renewal } = world(
    (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const asked = renewal.renewNow();
  await renewal[Symbol.asyncDispose]();
  await asked;
});

test('it looks each minute whether the certificate is due, renews it once it is, and waits for the next end', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval', 'setImmediate'] });
  const dayMs = 86_400_000;
  let due = 60 * dayMs;
  let renewals = 0;
  const { renewal, pass } = world(
    async () => {
      renewals += 1;
      due += 60 * dayMs;
    },
    () => due,
  );
  await using _ = renewal;
  const look = async (afterMs: number): Promise<number> => {
    pass(afterMs);
    context.mock.timers.tick(60_000);
    await Promise.resolve();
    return renewals;
  };
  assert.equal(await look(60 * dayMs - 1), 0);
  assert.equal(await look(1), 1);
  assert.equal(await look(59 * dayMs), 1);
  assert.equal(await look(dayMs), 2);
});

test('what fell due while the agent did not run is renewed as soon as it runs', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval', 'setImmediate'] });
  let renewals = 0;
  const { renewal } = world(
    async () => {
      renewals += 1;
    },
    () => -1,
  );
  await using _ = renewal;
  context.mock.timers.tick(0);
  assert.equal(renewals, 1);
});
