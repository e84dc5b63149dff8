// The rules in force: read anew when they changed, and only then.

import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { putRule, removeRule } from '../../../../ems/rules/edit.ts';
import { keepRules } from '../../../../ems/rules/rules-in-force.ts';
import { openStore } from '../../../../ems/store/database.ts';
import { settleState } from '../../../../ems/store/state.ts';
import { openWitness } from '../../../../ems/store/witness.ts';
import { silentLog } from '../../../../shared/log.ts';
import { authoredRule } from '../../../../shared/posture/rule.ts';

const ruleWith = (id: number) => authoredRule.parse({ id, os: 'linux', type: 'file', negated: false, path: '/etc/m' });

test('rules are read once, and again after every change and in a new epoch', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-rules-'));
  await using store = await openStore({ kind: 'sqlite' }, directory.path, silentLog);
  const { db } = store;
  await settleState(db, await openWitness(path.join(directory.path, 'epoch.json')));
  const rules = keepRules();
  const first = await rules.read(db);
  assert.deepEqual(first.rules, []);
  assert.equal(await rules.read(db), first);
  await db.transaction().execute((queries) => putRule(queries, ruleWith(1)));
  const second = await rules.read(db);
  assert.deepEqual([second.rules.map(({ id }) => id), second.revision > first.revision], [[1], true]);
  await db.transaction().execute((queries) => removeRule(queries, 1));
  assert.deepEqual((await rules.read(db)).rules, []);
  // A database that was restored may have other rules under the same number.
  await db
    .insertInto('rules')
    .values({ id: 7, body: JSON.stringify(ruleWith(7)) })
    .execute();
  assert.deepEqual((await rules.read(db)).rules, []);
  await db
    .updateTable('ems_state')
    .set({ epoch: `ep_${'B'.repeat(26)}` })
    .execute();
  assert.deepEqual(
    (await rules.read(db)).rules.map(({ id }) => id),
    [7],
  );
});
