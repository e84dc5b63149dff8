// Windows: the Credential Manager of the user.

import { loadAdapters } from './adapters.ts';
import { storeOverAdapters } from './over-adapters.ts';
import type { SecretStore } from './secret-store.ts';

export function secretStoreOfWindows(): SecretStore {
  return storeOverAdapters({ keeper: 'credential-manager', load: loadAdapters, probe: async () => ({ kind: 'ok' }) });
}
