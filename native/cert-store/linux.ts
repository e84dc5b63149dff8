// Linux: browsers read NSS databases of the user, one for Chromium and its kin, one per Firefox profile.

import { access, constants, stat } from 'node:fs/promises';
import type { CertStore, CertStoreOptions, StoreUnavailable } from './cert-store.ts';
import { nssDatabase, nssTools } from './nss/database.ts';
import { nssPlaces } from './nss/places.ts';
import { type Place, storeOverPlaces } from './over-places.ts';

export function certStoreOfLinux(options: CertStoreOptions): CertStore {
  return storeOverPlaces(async (): Promise<readonly Place[] | StoreUnavailable> => {
    const why = await obstacle(options.home);
    return why === null ? (await nssPlaces(options)).map(nssDatabase) : { kind: 'unavailable', why };
  });
}

async function obstacle(home: string): Promise<string | null> {
  for (const tool of Object.values(nssTools)) {
    const isThere = await access(tool, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!isThere) return `${tool} is missing; Debian has it in libnss3-tools, Fedora in nss-tools`;
  }
  const found = await stat(home).catch(() => null);
  if (found === null) return `${home} cannot be looked into`;
  // With root's rights everything would seem to work, and the user's browser could no longer open its database.
  return found.uid === process.geteuid?.() ? null : `${home} belongs to another user`;
}
