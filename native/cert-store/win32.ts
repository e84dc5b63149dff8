// Windows: not written yet, and it says so.

import type { CertStore, CertStoreOptions } from './cert-store.ts';
import { storeOverPlaces } from './over-places.ts';

export function certStoreOfWindows(_options: CertStoreOptions): CertStore {
  return storeOverPlaces(async () => ({ kind: 'unavailable', why: 'unsupported' }));
}
