// macOS: the login keychain of the user.

import { loadAdapters } from './adapters.ts';
import { storeOverAdapters } from './over-adapters.ts';
import type { SecretStore } from './secret-store.ts';

export function secretStoreOfDarwin(): SecretStore {
  return storeOverAdapters({ keeper: 'keychain', load: loadAdapters, probe: async () => ({ kind: 'ok' }) });
}
