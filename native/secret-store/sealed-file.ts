// A file of the user whose content only a key in a secret store opens; the key is all that the store keeps.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import { nonceBytes, readSealed, type Sealed, type SealedForm, sealedHeader } from './sealed-form.ts';
import type { SecretAnswer, SecretKeeper, SecretStore, SecretStoreStatus } from './secret-store.ts';

type NotOk = Exclude<SecretStoreStatus, { kind: 'ok' }>;

/** `keeper` tells how safe it is. `locked` and `absent` say nothing about the content, which may be fine. */
export type SealedContent =
  | { readonly kind: 'opened'; readonly bytes: Buffer; readonly keeper: SecretKeeper }
  | { readonly kind: 'missing' }
  /** Nobody can open it (any more): its key is gone, it was changed, or a newer release wrote it. */
  | { readonly kind: 'unreadable'; readonly why: string }
  | NotOk;

export type SealedChange = { readonly kind: 'written'; readonly keeper: SecretKeeper } | NotOk;

export interface SealedFile {
  readonly path: string;
  read(): Promise<SealedContent>;
  /** Replaces the content as a whole; a failure leaves the old one, and so does a store that keeps its key and is not open. */
  write(bytes: Uint8Array): Promise<SealedChange>;
  /** Removes the file and its key; done as well where there is none. */
  remove(): Promise<{ readonly kind: 'removed' } | NotOk>;
}

export interface SealedFileOptions {
  readonly path: string;
  /** Names the key in the store, and is bound to the content: one sealed file cannot be put in the place of another. */
  readonly purpose: string;
  /** The first that is there keeps the key; a locked one is waited for, not passed over. The file says which it was. */
  readonly stores: readonly SecretStore[];
}

const cipher = 'aes-256-gcm';
const keyBytes = 32;

export function sealedFile({ path: file, purpose, stores }: SealedFileOptions): SealedFile {
  async function onDisk(): Promise<SealedForm | { readonly kind: 'missing' }> {
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return bytes === null ? { kind: 'missing' } : readSealed(bytes, purpose);
  }

  async function read(): Promise<SealedContent> {
    const sealed = await onDisk();
    if (sealed.kind !== 'sealed') return sealed;
    const store = stores.find((each) => each.keeper === sealed.keeper);
    if (store === undefined) return { kind: 'unreadable', why: `no ${sealed.keeper} is used here` };
    const key = await store.get(purpose);
    if (key.kind === 'missing') return { kind: 'unreadable', why: `its key is gone from the ${sealed.keeper}` };
    return key.kind === 'found' ? open(key.value, sealed) : key;
  }

  async function write(bytes: Uint8Array): Promise<SealedChange> {
    const before = await onDisk();
    const keeper = before.kind === 'sealed' ? before.keeper : undefined;
    // What a keyring keeps stays until it is back: a session without it must not put something less safe in its place.
    const kept = await stores.find((each) => each.keeper === keeper)?.status();
    if (kept !== undefined && kept.kind !== 'ok') return kept;
    let refusal: NotOk = { kind: 'absent', why: 'no secret store is used here' };
    for (const store of stores) {
      const status = await store.status();
      if (status.kind === 'locked') return status;
      if (status.kind === 'ok') return await writeWith(store, bytes);
      refusal = status;
    }
    return refusal;
  }

  async function writeWith(store: SecretStore, bytes: Uint8Array): Promise<SealedChange> {
    const key = await keyIn(store);
    if (key.kind !== 'found') return key;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await replaceFile(file, seal(key.value, bytes, sealedHeader(store.keeper, purpose)));
    // A key of the time when another store was there opens nothing any more.
    for (const other of stores) if (other !== store) await other.delete(purpose);
    return { kind: 'written', keeper: store.keeper };
  }

  /** The one that is there, or a new one. It is kept before anything is sealed with it, and outlives the content. */
  async function keyIn(store: SecretStore): Promise<Extract<SecretAnswer, { kind: 'found' }> | NotOk> {
    const known = await store.get(purpose);
    if (known.kind === 'found' && known.value.length === keyBytes) return known;
    if (known.kind === 'locked' || known.kind === 'absent') return known;
    const value = randomBytes(keyBytes);
    const outcome = await store.set(purpose, value);
    return outcome.kind === 'done' ? { kind: 'found', value } : outcome;
  }

  async function remove(): Promise<{ readonly kind: 'removed' } | NotOk> {
    await rm(file, { force: true });
    const outcomes = [];
    for (const store of stores) outcomes.push(await store.delete(purpose));
    // One that is absent holds nothing that could be reached.
    return outcomes.find((each) => each.kind === 'locked') ?? { kind: 'removed' };
  }

  return { path: file, read, write, remove };
}

function seal(key: Uint8Array, bytes: Uint8Array, header: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce).setAAD(header);
  const content = Buffer.concat([encryption.update(bytes), encryption.final()]);
  return Buffer.concat([header, nonce, encryption.getAuthTag(), content]);
}

function open(key: Uint8Array, { keeper, header, nonce, tag, content }: Sealed): SealedContent {
  try {
    const decryption = createDecipheriv(cipher, key, nonce).setAAD(header).setAuthTag(tag);
    return { kind: 'opened', bytes: Buffer.concat([decryption.update(content), decryption.final()]), keeper };
  } catch {
    return { kind: 'unreadable', why: 'it was changed, or its key was' };
  }
}
