// Vouches that the database still holds what this process saw in it: one that was restored does not.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Database, Queries } from './database.ts';

const mark = z.object({ process: z.string().min(1).max(64), token: z.string().min(1).max(64) });

export interface Witness {
  /** Whether the database holds the token that was written last; never for one that this process has not seen before. */
  vouches(queries: Queries): Promise<boolean>;
  /** Writes a new token into the database and then beside it. */
  testify(db: Database): Promise<void>;
}

/**
 * Takes up the mark of an earlier run. A revision alone would not do: a database that was restored counts on from where
 * it was, and may have passed the number by the time somebody looks. @param path a file of this process alone
 */
export async function openWitness(path: string): Promise<Witness> {
  const found = await readMark(path);
  const process = found?.process ?? `proc_${randomToken()}`;
  let told = found?.token ?? null;
  return {
    async vouches(queries) {
      if (told === null) return false;
      const row = await queries.selectFrom('witnesses').selectAll().where('process', '=', process).executeTakeFirst();
      return row !== undefined && [row.token, row.token_before].includes(told);
    },
    async testify(db) {
      const token = randomToken();
      // Who is killed between row and file, or never hears that the row stands, still finds its own token.
      const row = { token, token_before: told ?? token };
      await db
        .insertInto('witnesses')
        .values({ process, ...row })
        .onConflict((conflict) => conflict.column('process').doUpdateSet(row))
        .execute();
      await replaceFile(path, JSON.stringify({ process, token }), { mode: 0o600 });
      told = token;
    },
  };
}

async function readMark(path: string): Promise<z.infer<typeof mark> | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return mark.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
