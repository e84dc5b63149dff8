// Makes private keys, and reads them from their PEM.

import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../errors/app-error.ts';

const generate = promisify(generateKeyPair);

/** Machine, server and CA keys are P-256; user keys are what the store they go to takes. */
export type KeyKind = 'p256' | 'rsa2048';

/** A key of ours with both halves. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A new key, made off the main thread. */
export function newKeyPair(kind: KeyKind): Promise<KeyPair> {
  return kind === 'p256'
    ? generate('ec', { namedCurve: 'prime256v1' })
    : generate('rsa', { modulusLength: 2048, publicExponent: 65_537 });
}

/** The private key as PKCS#8 PEM, unencrypted: for 0600 files only. */
export function privateKeyPem(key: KeyPair): string {
  return key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * Reads an unencrypted private key of ours from PEM; `path` is where it came from, for the error.
 * @throws AppError `key-unreadable`
 */
export function readKeyPair(pem: string, path: string): KeyPair {
  try {
    const privateKey = createPrivateKey(pem);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  } catch {
    // The cause is left out: a parser's message may quote the key.
    throw new AppError('key-unreadable', { path });
  }
}
