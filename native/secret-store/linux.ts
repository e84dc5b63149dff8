// Linux: the Secret Service of the user's session (GNOME's keyring, KWallet, KeePassXC).

import { loadAdapters } from './adapters.ts';
import { storeOverAdapters } from './over-adapters.ts';
import { secretServiceStatus } from './secret-service.ts';
import type { SecretStore } from './secret-store.ts';

/** What leads to the session's message bus; libraries and tools find it by these. */
const busVariables = ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'] as const;

export function secretStoreOfLinux(): SecretStore {
  return storeOverAdapters({
    keeper: 'secret-service',
    load: loadAdapters,
    probe: () => secretServiceStatus(Object.fromEntries(busVariables.flatMap((name) => entryOf(name)))),
  });
}

function entryOf(name: string): readonly [string, string][] {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value]];
}
