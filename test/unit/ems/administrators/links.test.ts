import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createAdministrator } from '../../../../ems/administrators/administrators.ts';
import { findLink, makeLink, useLink } from '../../../../ems/administrators/links.ts';
import { openStore } from '../../../../ems/store/database.ts';
import { administratorName } from '../../../../shared/ems/administrators.ts';
import { silentLog } from '../../../../shared/log.ts';

test('of two that both found a link good, one uses it', async () => {
  await using directory = await mkdtempDisposable(path.join(os.tmpdir(), 'stile-links-'));
  await using store = await openStore({ kind: 'sqlite' }, directory.path, silentLog);
  const name = administratorName.parse('anna');
  await createAdministrator(store.db, name, 'admin', 0);
  const { link } = await makeLink(store.db, name, 0, 'https://ems.corp.test:8443');
  const found = [1, 2].map(() => findLink(store.db, link.slice(link.indexOf('#') + 1), 1));
  const used = [];
  for (const each of await Promise.all(found)) {
    assert.equal(each.kind, 'good');
    if (each.kind === 'good') used.push(await useLink(store.db, each.hash, 1));
  }
  assert.deepEqual(used, [true, false]);
});
