// The calls of Windows's certificate and key stores that are used here, with plain values at both ends.

/** A handle or a pointer of the system's; 0 is none. */
export type Handle = bigint;

/** Where the private key of a certificate lies, in the system's words. `providerType` 0 is the newer key store (CNG). */
export interface KeyPlace {
  readonly container: string;
  readonly provider: string;
  readonly providerType: number;
}

export interface Crypt32 {
  /** The store `My` of the user this process runs as; 0 if it cannot be opened. */
  openUserStore(): Handle;
  closeStore(store: Handle): void;
  /** Unpacks a PKCS#12 into a store of its own; its key is in the user's key store from then on. 0 if it is refused. */
  importPkcs12(bundle: Uint8Array, password: string, flags: number): Handle;
  /** The next certificate after this one, which is given back to the system; 0 to begin, 0 at the end. */
  nextCertificate(store: Handle, previous: Handle): Handle;
  derOf(certificate: Handle): Buffer;
  addToStore(store: Handle, certificate: Handle): boolean;
  /** Also gives the certificate back. */
  deleteFromStore(certificate: Handle): boolean;
  /** Writes down what was changed; closing alone may leave that for later. */
  commit(store: Handle): boolean;
  freeCertificate(certificate: Handle): void;
  /** Whether the private key can be had without asking the user. */
  canUseKey(certificate: Handle): boolean;
  keyPlaceOf(certificate: Handle): KeyPlace | null;
  deleteKey(place: KeyPlace): boolean;
  /** Why the last call failed. */
  lastError(): string;
}

/** wincrypt.h */
const systemStoreByName = 10n;
const currentUser = 0x1_0000;
const addReplacing = 3;
const keyProviderInfo = 2;
const silent = 0x40;
const allowNewerKeys = 0x1_0000;
const deleteKeySet = 0x10;
const commitStore = 3;

/** @throws what koffi throws where these libraries do not exist */
export async function openCrypt32(): Promise<Crypt32> {
  const { default: koffi } = await import('koffi');
  const [crypt32, advapi32, ncrypt, kernel32] = ['crypt32', 'advapi32', 'ncrypt', 'kernel32'].map((name) =>
    koffi.load(`${name}.dll`),
  );
  if (!(crypt32 && advapi32 && ncrypt && kernel32)) throw new TypeError('unreachable: one library per name');

  // Without names, which koffi takes only once in a process.
  const blob = koffi.struct({ size: 'uint32_t', bytes: 'const void *' });
  const context = koffi.struct({
    encoding: 'uint32_t',
    der: 'void *',
    derSize: 'uint32_t',
    info: 'void *',
    store: 'void *',
  });
  const providerInfo = koffi.struct({
    container: 'void *',
    provider: 'void *',
    type: 'uint32_t',
    flags: 'uint32_t',
    parameters: 'uint32_t',
    parameterList: 'void *',
    keySpec: 'uint32_t',
  });

  const certOpenStore = crypt32.func(
    'void *__stdcall CertOpenStore(uintptr_t provider, uint32_t encoding, uintptr_t unused, uint32_t flags, const char16_t *name)',
  );
  const certCloseStore = crypt32.func('int __stdcall CertCloseStore(void *store, uint32_t flags)');
  const pfxImportCertStore = crypt32.func('__stdcall', 'PFXImportCertStore', 'void *', [
    koffi.pointer(blob),
    'const char16_t *',
    'uint32_t',
  ]);
  const certEnum = crypt32.func('void *__stdcall CertEnumCertificatesInStore(void *store, void *previous)');
  const certAdd = crypt32.func(
    'int __stdcall CertAddCertificateContextToStore(void *store, void *certificate, uint32_t how, void *added)',
  );
  const certControl = crypt32.func(
    'int __stdcall CertControlStore(void *store, uint32_t flags, uint32_t what, const void *parameter)',
  );
  const certDelete = crypt32.func('int __stdcall CertDeleteCertificateFromStore(void *certificate)');
  const certFree = crypt32.func('int __stdcall CertFreeCertificateContext(void *certificate)');
  const certProperty = crypt32.func(
    'int __stdcall CertGetCertificateContextProperty(void *certificate, uint32_t property, void *value, _Inout_ uint32_t *size)',
  );
  const acquireKey = crypt32.func(
    'int __stdcall CryptAcquireCertificatePrivateKey(void *certificate, uint32_t flags, void *window, _Out_ uintptr_t *key, _Out_ uint32_t *spec, _Out_ int *mustFree)',
  );
  const acquireContext = advapi32.func(
    'int __stdcall CryptAcquireContextW(_Out_ uintptr_t *context, const char16_t *container, const char16_t *provider, uint32_t type, uint32_t flags)',
  );
  const releaseContext = advapi32.func('int __stdcall CryptReleaseContext(uintptr_t context, uint32_t flags)');
  const openProvider = ncrypt.func(
    'int32_t __stdcall NCryptOpenStorageProvider(_Out_ uintptr_t *provider, const char16_t *name, uint32_t flags)',
  );
  const openKey = ncrypt.func(
    'int32_t __stdcall NCryptOpenKey(uintptr_t provider, _Out_ uintptr_t *key, const char16_t *name, uint32_t spec, uint32_t flags)',
  );
  const ncryptDeleteKey = ncrypt.func('int32_t __stdcall NCryptDeleteKey(uintptr_t key, uint32_t flags)');
  const ncryptFree = ncrypt.func('int32_t __stdcall NCryptFreeObject(uintptr_t object)');
  const getLastError = kernel32.func('uint32_t __stdcall GetLastError()');

  /** NCRYPT_KEY_SPEC: the handle is the newer key store's, and given back there. */
  const newerKeySpec = 0xffff_ffff;

  return {
    openUserStore: () => handle(certOpenStore(systemStoreByName, 0, 0, currentUser, 'MY')),
    closeStore: (store) => void certCloseStore(store, 0),
    importPkcs12: (bundle, password, flags) =>
      handle(pfxImportCertStore({ size: bundle.length, bytes: bundle }, password, flags)),
    nextCertificate: (store, previous) => handle(certEnum(store, previous)),
    derOf(certificate) {
      const { der, derSize } = koffi.decode(certificate, context);
      return Buffer.from(koffi.decode(der, 'uint8_t', derSize));
    },
    addToStore: (store, certificate) => certAdd(store, certificate, addReplacing, null) !== 0,
    deleteFromStore: (certificate) => certDelete(certificate) !== 0,
    commit: (store) => certControl(store, 0, commitStore, null) !== 0,
    freeCertificate: (certificate) => void certFree(certificate),
    canUseKey(certificate) {
      const [key, spec, mustFree] = [[0], [0], [0]];
      if (acquireKey(certificate, silent | allowNewerKeys, null, key, spec, mustFree) === 0) return false;
      if (mustFree[0] !== 0) spec[0] === newerKeySpec ? ncryptFree(key[0]) : releaseContext(key[0], 0);
      return true;
    },
    keyPlaceOf(certificate) {
      const size = [0];
      if (certProperty(certificate, keyProviderInfo, null, size) === 0) return null;
      // The text lies in the same memory as the structure that points to it.
      const memory = koffi.alloc('uint8_t', size[0] ?? 0);
      try {
        if (certProperty(certificate, keyProviderInfo, memory, size) === 0) return null;
        const { container, provider, type } = koffi.decode(memory, providerInfo);
        return {
          container: koffi.decode.string16(container),
          provider: koffi.decode.string16(provider),
          providerType: type,
        };
      } finally {
        koffi.free(memory);
      }
    },
    deleteKey({ container, provider, providerType }) {
      if (providerType !== 0)
        return acquireContext([0], container, provider, providerType, deleteKeySet | silent) !== 0;
      const [opened, key] = [[0], [0]];
      if (openProvider(opened, provider, 0) !== 0) return false;
      const isDeleted = openKey(opened[0], key, container, 0, silent) === 0 && ncryptDeleteKey(key[0], 0) === 0;
      ncryptFree(opened[0]);
      return isDeleted;
    },
    lastError: () => `0x${Number(getLastError()).toString(16).padStart(8, '0')}`,
  };
}

function handle(value: unknown): Handle {
  return typeof value === 'bigint' ? value : 0n;
}
