// The ZTNA CAs as this process has them: read again whenever they may have changed, each key as soon as its file is there.

import { AppError } from '../../shared/errors/app-error.ts';
import type { Authority } from '../../shared/node/x509/authority.ts';
import type { Database } from '../store/database.ts';
import { readZtnaAuthority } from './authority-files.ts';
import { type ZtnaAuthority, ztnaAuthorities } from './ztna-authorities.ts';

export interface ZtnaInForce {
  /** The one that signs. Whoever signs with it while its key is not here gets `authority-missing`. */
  readonly signer: Authority;
  readonly all: readonly ZtnaAuthority[];
  /** Whether this process can sign with it. */
  hasKey(id: string): boolean;
  byId(id: string): Authority | undefined;
  /** Looks at records and files again. */
  refresh(): Promise<void>;
  /** Calls back after every change of which CAs there are or what they are; at once for what there is now. */
  follow(heed: (all: readonly ZtnaAuthority[]) => void): void;
}

/** @param about how people know the database and where the files are. @throws AppError `key-unreadable` */
export async function openZtna(
  db: Database,
  directory: string,
  about: Readonly<Record<string, unknown>>,
): Promise<ZtnaInForce> {
  let all: readonly ZtnaAuthority[] = [];
  let seen = '';
  // The same object for the same CA: what is worked out from one is remembered by it.
  const authorities = new Map<string, Authority>();
  const withKey = new Set<string>();

  const followers: ((all: readonly ZtnaAuthority[]) => void)[] = [];
  let turn: Promise<void> = Promise.resolve();

  /** One at a time: what was read earlier must not come after what was read later. */
  function refresh(): Promise<void> {
    const next = turn.then(look);
    turn = next.catch(() => undefined);
    return next;
  }

  async function look(): Promise<void> {
    all = await ztnaAuthorities(db);
    for (const { id, certificatePem } of all) {
      if (withKey.has(id)) continue;
      const found = await readZtnaAuthority(directory, id);
      if (found !== null) withKey.add(id);
      if (found !== null || !authorities.has(id)) authorities.set(id, found ?? withoutKey(certificatePem, about));
    }
    const before = seen;
    seen = JSON.stringify(all.map(({ id, state }) => [id, state]));
    if (seen !== before) for (const heed of followers) heed(all);
  }

  await refresh();
  return {
    get signer() {
      const row = all.find(({ state }) => state === 'signing');
      const found = row === undefined ? undefined : authorities.get(row.id);
      if (found === undefined) throw new AppError('authority-missing', about);
      return found;
    },
    get all() {
      return all;
    },
    hasKey: (id) => withKey.has(id),
    byId: (id) => authorities.get(id),
    refresh,
    follow(heed) {
      followers.push(heed);
      heed(all);
    },
  };
}

function withoutKey(certificatePem: string, about: Readonly<Record<string, unknown>>): Authority {
  return {
    certificatePem,
    get keyPem(): string {
      throw new AppError('authority-missing', about);
    },
  };
}
