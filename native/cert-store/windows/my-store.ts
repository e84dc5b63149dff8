// The store `My` of a Windows user: Edge, Chrome and Firefox read it.

import type { PlaceState, StorePlace, UserIdentity } from '../cert-store.ts';
import { oneShotPassword } from '../one-shot-directory.ts';
import { type OwnCertificate, ownCertificate } from '../ours.ts';
import type { HeldCertificate, Place } from '../over-places.ts';
import { packPkcs12 } from '../pkcs12.ts';
import type { Crypt32, Handle } from './crypt32.ts';

export const userStore: StorePlace = { name: 'CurrentUser\\My', readBy: 'system' };

/**
 * wincrypt.h. The newer key store first, since the older one cannot make the signatures of TLS 1.3; without it where a
 * system refuses the flag. The key is never marked exportable.
 */
const userKeys = 0x1000;
const newerKeyStore = 0x100;

/** PKCS#12 goes in from memory: neither a file nor an argument ever holds the key. */
export function myStore(crypt32: Crypt32): Place {
  /** Calls `visit` with each certificate of ours; the system takes each back afterwards. */
  function eachOwn(store: Handle, visit: (certificate: Handle, own: OwnCertificate) => void): void {
    for (let each = crypt32.nextCertificate(store, 0n); each !== 0n; each = crypt32.nextCertificate(store, each)) {
      const own = ownCertificate(crypt32.derOf(each));
      if (own !== undefined) visit(each, own);
    }
  }

  function withStore<T>(work: (store: Handle) => T): T | string {
    const store = crypt32.openUserStore();
    if (store === 0n) return `the store cannot be opened (${crypt32.lastError()})`;
    try {
      return work(store);
    } finally {
      crypt32.closeStore(store);
    }
  }

  async function state(): Promise<PlaceState> {
    const why = withStore(() => null);
    return why === null ? { kind: 'ready' } : { kind: 'refused', why };
  }

  async function held(): Promise<readonly HeldCertificate[] | string> {
    return withStore((store) => {
      const found: HeldCertificate[] = [];
      eachOwn(store, (certificate, own) => {
        found.push({ ...own, key: crypt32.canUseKey(certificate) ? 'there' : 'missing' });
      });
      return found;
    });
  }

  async function add(identity: UserIdentity, wanted: OwnCertificate): Promise<string | null> {
    const password = oneShotPassword();
    const bundle = packPkcs12(identity, password);
    const newer = crypt32.importPkcs12(bundle, password, userKeys | newerKeyStore);
    const imported = newer === 0n ? crypt32.importPkcs12(bundle, password, userKeys) : newer;
    if (imported === 0n) return `the PKCS#12 was refused (${crypt32.lastError()})`;
    try {
      return withStore((store) => {
        let why: string | null = 'the PKCS#12 came without its certificate';
        eachOwn(imported, (certificate, own) => {
          if (own.sha256 !== wanted.sha256) return;
          const isAdded = crypt32.addToStore(store, certificate) && crypt32.commit(store);
          why = isAdded ? null : `adding failed (${crypt32.lastError()})`;
        });
        return why;
      });
    } finally {
      crypt32.closeStore(imported);
    }
  }

  async function remove(unwanted: HeldCertificate): Promise<string | null> {
    return withStore((store) => {
      let found = 0n;
      // The one to be removed is kept when the search goes on, which would give it back.
      for (let each = crypt32.nextCertificate(store, 0n); each !== 0n && found === 0n; ) {
        if (ownCertificate(crypt32.derOf(each))?.sha256 === unwanted.sha256) found = each;
        else each = crypt32.nextCertificate(store, each);
      }
      if (found === 0n) return null;
      const place = crypt32.keyPlaceOf(found);
      // The key first: without its certificate nobody would find it again.
      if (place !== null && unwanted.key === 'there' && !crypt32.deleteKey(place)) {
        const why = `its key cannot be deleted (${crypt32.lastError()})`;
        crypt32.freeCertificate(found);
        return why;
      }
      const isDeleted = crypt32.deleteFromStore(found) && crypt32.commit(store);
      return isDeleted ? null : `deleting failed (${crypt32.lastError()})`;
    });
  }

  return { ...userStore, state, held, add, remove };
}
