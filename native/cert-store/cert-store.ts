// What the agent asks of the stores in which a user's browsers look for certificates: ours put in, found again, taken out.

import type { CertificateName } from '../../shared/identity/certificate-name.ts';

/** A user's key with its certificate. The key leaves memory only inside an encrypted PKCS#12, and never in an argument. */
export interface UserIdentity {
  /** PKCS#8, unencrypted; RSA, since some stores take nothing else. */
  readonly keyPem: string;
  readonly certificatePem: string;
  /** What a person reads in the browser's list; without a colon, which NSS takes for the end of a device's name. */
  readonly friendlyName: string;
}

/** One database, keychain or store of the user. */
export interface StorePlace {
  /** The path of the database, or what the system calls the store. */
  readonly name: string;
  readonly readBy: 'chromium' | 'firefox' | 'system';
}

/**
 * Whether a place can be used now. `absent`: it does not exist yet, installing makes it; `locked`: it has a password that
 * only the user knows, nothing was tried with it; `refused`: it is left alone, since it belongs to somebody else or is broken.
 */
export type PlaceState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'refused'; readonly why: string };

/** Why a store can do nothing at all here. Nothing was changed. */
export interface StoreUnavailable {
  readonly kind: 'unavailable';
  readonly why: string;
}

export type StoreStatus =
  | { readonly kind: 'there'; readonly places: readonly (StorePlace & { readonly state: PlaceState })[] }
  | StoreUnavailable;

/** A certificate of ours as the stores hold it: one that names a user in its SAN URI, whatever it is called there. */
export interface StoredCertificate {
  /** 64 lower-case hex digits, of the DER. */
  readonly sha256: string;
  /** As the EMS writes it. */
  readonly serial: string;
  readonly name: Extract<CertificateName, { kind: 'user' }>;
  readonly certificatePem: string;
  readonly notAfter: Date;
  /** Where it lies; without its key it is of no use there. `unknown`: the place is locked and does not say. */
  readonly places: readonly (StorePlace & { readonly key: 'there' | 'missing' | 'unknown' })[];
}

/** `unread` names the places that could not be looked into: what is not in the list may still be there. */
export type StoreContents =
  | {
      readonly kind: 'read';
      readonly certificates: readonly StoredCertificate[];
      readonly unread: readonly StorePlace[];
    }
  | StoreUnavailable;

/** What became of a change in one place. */
export type PlaceOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly why: string };

/** A change is tried in every place, whatever became of the others. */
export type StoreChange =
  | { readonly kind: 'tried'; readonly places: readonly (StorePlace & { readonly outcome: PlaceOutcome })[] }
  | StoreUnavailable;

/**
 * The stores of the user that this process runs as; never those of another user. Expected trouble is a value. Calls on
 * one object take turns.
 */
export interface CertStore {
  /** Certificates of ours, with or without their keys; never anybody else's. */
  list(): Promise<StoreContents>;
  /**
   * Puts key and certificate into every place. What is there already is not put in again, so that it may be called as
   * often as wanted. Other certificates of ours stay: rotation installs the new one, and removes the old one later.
   * @throws TypeError if certificate and key do not belong together, or the certificate names no user of ours
   */
  install(identity: UserIdentity): Promise<StoreChange>;
  /** Removes the certificate of ours with this SHA-256 and its key from every place; others are never touched. */
  remove(sha256: string): Promise<StoreChange>;
  /**
   * Lets browsers show this certificate to these hosts (`crm.corp.test`, `*.corp.test`) without asking; `null` takes that
   * back. Only macOS needs it: elsewhere the browsers' policies say it, and every place stays `unchanged`.
   */
  offer(hosts: readonly string[], sha256: string | null): Promise<StoreChange>;
  status(): Promise<StoreStatus>;
}

export interface CertStoreOptions {
  /** The user's home directory; browsers keep their databases below it. */
  readonly home: string;
  /** `XDG_DATA_HOME` where the user has set it. */
  readonly dataHome?: string;
}
