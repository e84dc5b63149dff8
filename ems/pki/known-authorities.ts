// Every CA of this EMS by the id that stands in addresses, also those that were replaced: of servers, of devices, of web hosts.

import { type Authority, authorityId } from '../../shared/node/x509/authority.ts';
import type { Ems } from '../ems.ts';
import { webAuthorityById } from './web-authority.ts';

export interface KnownAuthorities {
  /** Null for none of ours. @throws AppError `authority-missing` */
  byId(id: string): Promise<Authority | null>;
  all(): Promise<readonly Authority[]>;
}

export function knownAuthorities(ems: Pick<Ems, 'db' | 'authorities' | 'config'>): KnownAuthorities {
  const { fabric, ztnaCas } = ems.authorities;
  const fabricId = authorityId(fabric.certificatePem);
  // A CA never changes: the same object each time, by which others remember what they worked out from it.
  const web = new Map<string, Authority>();

  async function byId(id: string): Promise<Authority | null> {
    if (id === fabricId) return fabric;
    const known = ztnaCas.byId(id) ?? web.get(id);
    if (known !== undefined) return known;
    const found = await webAuthorityById(ems, ems.db, id);
    if (found !== null) web.set(id, found);
    return found;
  }

  return {
    byId,
    async all() {
      const rows = await ems.db.selectFrom('web_authorities').select('id').execute();
      const ids = [fabricId, ...ztnaCas.all.map(({ id }) => id), ...rows.map(({ id }) => id)];
      const found = await Promise.all(ids.map((id) => byId(id).catch(() => null)));
      return found.filter((each) => each !== null);
    },
  };
}
