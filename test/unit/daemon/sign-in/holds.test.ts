// Connections that wait for their user to sign in.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mostHolds } from '../../../../daemon/sign-in/holds.ts';
import { anna, begin, bertas, browse, comesBack, never, stage, user } from './stage.ts';

describe('a connection that waits', () => {
  test('is wanted until it is over, and goes on when its user is verified', async () => {
    await using it = stage();
    const first = it.part.hold(anna, 'anna', 'crm.corp.test:80');
    const again = it.part.hold(anna, 'anna', 'crm.corp.test:80');
    const other = it.part.hold(bertas, 'berta', 'git.corp.test:22');
    assert.deepEqual([it.shown(), it.shown(bertas)], ['none crm.corp.test:80', 'none git.corp.test:22']);
    const waits = [first, again].map((hold) => hold?.signedIn(never));
    let isOthers = false;
    void other?.signedIn(never).then(() => {
      isOthers = true;
    });
    await browse(comesBack(await begin(it)));
    assert.deepEqual(await Promise.all(waits), [true, true]);
    assert.equal(isOthers, false);
    first?.[Symbol.dispose]();
    assert.equal(it.shown(), 'verified anna@corp.test crm.corp.test:80');
    again?.[Symbol.dispose]();
    assert.equal(it.shown(), 'verified anna@corp.test');
  });

  test('goes on at once where its user is verified already', async () => {
    await using it = stage({ ems: { verified: async () => [user()] } });
    await it.part.refresh(never);
    using hold = it.part.hold(anna, 'anna', 'crm:80');
    assert.equal(await hold?.signedIn(never), true);
  });

  test('waits through a sign-in that failed, and is given up when one is cancelled', async () => {
    await using it = stage();
    using hold = it.part.hold(anna, 'anna', 'crm:80');
    const held = hold?.signedIn(never);
    await browse(comesBack(await begin(it), 'error=access_denied'));
    await it.until('none sign-in-denied crm:80');
    it.part.cancel(anna);
    assert.equal(await held, false);
  });

  test('is given up when its client has gone', async () => {
    await using it = stage();
    using hold = it.part.hold(anna, 'anna', 'crm:80');
    const gone = new AbortController();
    const held = hold?.signedIn(gone.signal);
    gone.abort();
    assert.equal(await held, false);
    assert.equal(await hold?.signedIn(gone.signal), false);
  });

  test('is one of no more than so many of its user, and none where there is no way to sign in', async () => {
    await using it = stage();
    for (let count = 0; count < mostHolds; count += 1) assert.ok(it.part.hold(anna, 'anna', `crm:${count}`) !== null);
    assert.equal(it.part.hold(anna, 'anna', 'crm:80'), null);
    assert.ok(it.part.hold(bertas, 'berta', 'crm:80') !== null);
    await using none = stage({ isOffered: false });
    assert.equal(none.part.hold(anna, 'anna', 'crm:80'), null);
  });
});
