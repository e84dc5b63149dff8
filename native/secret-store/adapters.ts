// The two libraries that reach a desktop's secret store, in one form; whichever does not load here is not there.

/** One library. Its calls reject when the store does not let it in. */
export interface SecretAdapter {
  readonly library: 'keytar' | '@napi-rs/keyring';
  get(account: string): Promise<string | null>;
  set(account: string, text: string): Promise<void>;
  delete(account: string): Promise<void>;
}

const service = 'Stile';

/** Those that load, in the order of preference. Neither sees the items of the other on Linux: they name them differently. */
export async function loadAdapters(): Promise<readonly SecretAdapter[]> {
  const loaded = await Promise.all([loadKeytar(), loadKeyring()].map((each) => each.catch(() => null)));
  return loaded.filter((each) => each !== null);
}

async function loadKeytar(): Promise<SecretAdapter> {
  const { default: keytar } = await import('keytar');
  return {
    library: 'keytar',
    get: (account) => keytar.getPassword(service, account),
    set: (account, text) => keytar.setPassword(service, account, text),
    delete: async (account) => void (await keytar.deletePassword(service, account)),
  };
}

async function loadKeyring(): Promise<SecretAdapter> {
  const { AsyncEntry } = await import('@napi-rs/keyring');
  // Unless told so, it would take the kernel's keyring where there is no Secret Service, which a restart empties.
  const entry = (account: string) => new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  return {
    library: '@napi-rs/keyring',
    get: (account) => entry(account).getPassword(),
    set: (account, text) => entry(account).setPassword(text),
    delete: async (account) => void (await entry(account).deleteCredential()),
  };
}
