// What the agent asks of the desktop's secret store: to keep a few small keys for the user who is signed in.

/** Who keeps a secret. `file`: nobody but the file system, which is said to whoever asks how safe a key is. */
export type SecretKeeper = 'secret-service' | 'keychain' | 'credential-manager' | 'file';

/**
 * `locked`: it is there and the user has to unlock it, which says nothing about what is in it; `absent`: there is none
 * in this session, or it does not answer.
 */
export type SecretStoreStatus =
  | { readonly kind: 'ok' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'absent'; readonly why: string };

/** `missing` is certain: the store was open and has no such item. */
export type SecretAnswer =
  | { readonly kind: 'found'; readonly value: Uint8Array }
  | { readonly kind: 'missing' }
  | Exclude<SecretStoreStatus, { kind: 'ok' }>;

export type SecretChange = { readonly kind: 'done' } | Exclude<SecretStoreStatus, { kind: 'ok' }>;

/** No value may be longer: Windows takes 2,560 bytes, and this is a place for keys, not for what they seal. */
export const largestSecret = 64;

/** Items of ours, by names of ours. Never asks the user anything, never hangs, never looks at what others keep. */
export interface SecretStore {
  readonly keeper: SecretKeeper;
  get(name: string): Promise<SecretAnswer>;
  /** @throws RangeError for a value of more than `largestSecret` bytes */
  set(name: string, value: Uint8Array): Promise<SecretChange>;
  /** Also done if there is no such item. */
  delete(name: string): Promise<SecretChange>;
  status(): Promise<SecretStoreStatus>;
}
