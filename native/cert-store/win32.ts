// Windows: browsers read the store `My` of the user.

import type { CertStore } from './cert-store.ts';
import { storeOverPlaces } from './over-places.ts';
import { type Crypt32, openCrypt32 } from './windows/crypt32.ts';
import { myStore } from './windows/my-store.ts';

export function certStoreOfWindows(): CertStore {
  let opening: Promise<Crypt32 | null> | undefined;
  return storeOverPlaces(async () => {
    opening ??= openCrypt32().catch(() => null);
    const crypt32 = await opening;
    return crypt32 === null ? { kind: 'unavailable', why: 'crypt32.dll cannot be called' } : [myStore(crypt32)];
  });
}
