// Lets the tests of the EMS that are loaded afterwards run on PostgreSQL: the same sentences, another store below them.

import { after } from 'node:test';
import { startPostgres } from '../../doubles/postgres.ts';
import { storeOn, useStore } from '../../doubles/stores.ts';

/** One server for this process, ended after its last test; every EMS gets a database of its own. */
export async function onPostgres(): Promise<void> {
  const postgres = await startPostgres();
  after(() => postgres[Symbol.asyncDispose]());
  useStore(storeOn(postgres));
}
