// macOS: browsers read the login keychain of the user.

import { runTool } from '../exec.ts';
import type { CertStore, CertStoreOptions } from './cert-store.ts';
import { type KeychainOptions, loginKeychain } from './macos/login-keychain.ts';
import { storeOverPlaces } from './over-places.ts';

/** `run` and `applications` are only others in tests. */
export function certStoreOfDarwin(
  options: CertStoreOptions,
  world: Omit<KeychainOptions, 'home'> = { run: runTool },
): CertStore {
  return storeOverPlaces(async () => [loginKeychain({ home: options.home, ...world })]);
}
