// Who is verified, and until when.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { VerifiedUserOfDevice } from '../../../../shared/ems/agent-routes.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { movedClock } from '../../../doubles/moved-clock.ts';
import { anna, begin, bertas, browse, comesBack, never, soon, stage, user, withCode } from './stage.ts';

describe('who is verified', () => {
  test('is what the EMS holds, after each connect, for users of this machine and for others', async () => {
    await using it = stage({ ems: { verified: async () => [user(), user('nobody-here')] } });
    assert.equal(it.part.verified, null);
    await it.part.refresh(never);
    assert.equal(it.shown(), 'verified anna@corp.test');
    assert.deepEqual([...(it.part.verified ?? [])].sort(), ['anna@corp.test', 'nobody-here@corp.test']);
  });

  test('ends by its time without another word', async () => {
    const clock = movedClock();
    await using it = stage({ clock, ems: { verified: async () => [user('anna', 30), user('nobody-here', 30)] } });
    await it.part.refresh(never);
    clock.forward(1_000);
    await it.until('-');
    assert.deepEqual(it.part.verified, []);
  });

  test('ends when the EMS says so, and is told once', async () => {
    let told = [user()];
    await using it = stage({ ems: { verified: async () => told } });
    await it.part.refresh(never);
    await it.part.refresh(never);
    assert.equal(it.changes(), 1);
    told = [];
    await it.part.refresh(never);
    assert.deepEqual([it.shown(), it.changes()], ['-', 2]);
  });

  test('is not overwritten by an answer of before', async () => {
    const before = Promise.withResolvers<VerifiedUserOfDevice[]>();
    const answers = [before.promise, Promise.resolve([user()])];
    await using it = stage({ ems: { verified: async () => (await answers.shift()) ?? [] } });
    const refreshed = it.part.refresh(never);
    await browse(comesBack(await begin(it)));
    await it.until('verified anna@corp.test');
    before.resolve([]);
    await refreshed;
    assert.equal(it.shown(), 'verified anna@corp.test');
  });

  test('stays as it is where the EMS cannot be asked', async () => {
    let isAway = false;
    await using it = stage({
      ems: { verified: async () => (isAway ? Promise.reject(new AppError('ems-unreachable')) : [user()]) },
    });
    await it.part.refresh(never);
    isAway = true;
    await it.part.refresh(never);
    assert.equal(it.shown(), 'verified anna@corp.test');
  });

  test('signs out, also one who may not use the device any more, and not where the EMS cannot be told', async () => {
    let isAway = false;
    const signedOut: string[] = [];
    await using it = stage({
      ems: {
        verified: async () => [user('anna'), user('carl')],
        async signOut(osUser) {
          if (isAway) throw new AppError('ems-unreachable');
          signedOut.push(osUser);
        },
      },
    });
    await it.part.refresh(never);
    await it.part.signOut(1_002, never);
    isAway = true;
    await assert.rejects(it.part.signOut(anna, never), withCode('ems-unreachable'));
    assert.deepEqual([it.shown(1_002), it.shown(), signedOut], ['-', 'verified anna@corp.test', ['carl']]);
  });

  test('is forgotten with the enrolment, and what waits is ended', async () => {
    await using it = stage({ ems: { verified: async () => [user('berta')] } });
    await it.part.refresh(never);
    const asked = await begin(it);
    using hold = it.part.hold(anna, 'anna', 'crm:80');
    const held = hold?.signedIn(never);
    it.part.left();
    assert.deepEqual([it.shown(), it.shown(bertas), it.part.verified], ['-', '-', null]);
    assert.equal(await held, false);
    while ((await browse(comesBack(asked))) !== null) await soon();
  });
});
