// A user's stores in memory: browsers' databases that a test empties, locks and adds, and a keyring that it locks and takes away.

import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import type { CertStore, PlaceState, StoredCertificate, StorePlace } from '../../native/cert-store/cert-store.ts';
import { ownCertificate } from '../../native/cert-store/ours.ts';
import { type HeldCertificate, type Place, storeOverPlaces } from '../../native/cert-store/over-places.ts';
import { type SealedFile, sealedFile } from '../../native/secret-store/sealed-file.ts';
import type { SecretStore } from '../../native/secret-store/secret-store.ts';
import { purpose } from '../../session/kept.ts';
import { fingerprint } from '../../shared/node/x509/fingerprint.ts';

export interface Database {
  readonly name: string;
  readonly readBy: StorePlace['readBy'];
  state: PlaceState;
  readonly held: Map<string, HeldCertificate>;
  /** Makes the next additions fail. */
  isBroken: boolean;
}

export interface UserStores {
  readonly certificates: CertStore;
  readonly secrets: SecretStore;
  readonly file: SealedFile;
  readonly sealedPath: string;
  readonly databases: Database[];
  /** Of the keyring. */
  keyring: 'ok' | 'locked' | 'absent';
  /** What is in the keyring; empty it, and the keys are lost. */
  readonly keys: Map<string, Uint8Array>;
  add(name: string, readBy?: StorePlace['readBy']): Database;
}

/** One database of Chromium; the sealed file lies in this directory. The logic over all places is the real one. */
export function userStores(directory: string): UserStores {
  const databases: Database[] = [];
  const keys = new Map<string, Uint8Array>();
  const secrets = keyring(() => stores.keyring, keys);
  const sealedPath = path.join(directory, 'user-certificate.sealed');
  const stores: UserStores = {
    certificates: storeOverPlaces(async () => databases.map(placeOf)),
    secrets,
    file: sealedFile({ path: sealedPath, purpose, stores: [secrets] }),
    sealedPath,
    databases,
    keyring: 'ok',
    keys,
    add(name, readBy = 'chromium') {
      const made: Database = { name, readBy, state: { kind: 'ready' }, held: new Map(), isBroken: false };
      databases.push(made);
      return made;
    },
  };
  stores.add('chromium');
  return stores;
}

/** The serials that a database shows with their keys. */
export function serialsIn(database: Database): readonly string[] {
  return [...database.held.values()].filter(({ key }) => key === 'there').map(({ serial }) => serial);
}

function placeOf(database: Database): Place {
  const { name, readBy, held } = database;
  return {
    name,
    readBy,
    state: async () => database.state,
    held: async () =>
      [...held.values()].map((each) => ({ ...each, key: database.state.kind === 'locked' ? 'unknown' : each.key })),
    async add(_identity, certificate) {
      if (database.isBroken) return 'the disk is full';
      held.set(certificate.sha256, { ...certificate, key: 'there' });
      return null;
    },
    async remove({ sha256 }) {
      held.delete(sha256);
      return null;
    },
  };
}

/** Puts a certificate into a database as somebody else would: with or without its key. */
export function putInto(database: Database, pem: string, key: StoredCertificate['places'][number]['key']): void {
  const own = ownCertificate(pem);
  if (own === undefined) throw new TypeError('not a certificate of ours');
  database.held.set(fingerprint(new X509Certificate(pem).raw), { ...own, key });
}

function keyring(state: () => UserStores['keyring'], keys: Map<string, Uint8Array>): SecretStore {
  const unless = <T>(open: () => T) => {
    const now = state();
    if (now === 'locked') return { kind: 'locked' } as const;
    return now === 'absent' ? ({ kind: 'absent', why: 'no bus' } as const) : open();
  };
  return {
    keeper: 'secret-service',
    status: async () => unless(() => ({ kind: 'ok' }) as const),
    get: async (name) =>
      unless(() => {
        const value = keys.get(name);
        return value === undefined ? ({ kind: 'missing' } as const) : ({ kind: 'found', value } as const);
      }),
    set: async (name, value) =>
      unless(() => {
        keys.set(name, value);
        return { kind: 'done' } as const;
      }),
    delete: async (name) =>
      unless(() => {
        keys.delete(name);
        return { kind: 'done' } as const;
      }),
  };
}
