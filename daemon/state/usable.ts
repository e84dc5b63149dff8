// Says whether saved keys and certificates can be used at all; what cannot would fail wherever it is used, at every start.

import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { AppError } from '../../shared/errors/app-error.ts';
import { clientTlsOptions } from '../../shared/node/tls/tls-options.ts';
import { readKeyPair } from '../../shared/node/x509/keys.ts';
import { isTpmKey } from '../../shared/node/x509/tpm-key.ts';
import { whyTpmFails } from '../keys/tpm-trouble.ts';
import type { Saved } from './saved.ts';

/** A key in the TPM, with all else in order, that the TPM does not let us use. */
export class LockedKey extends Error {
  readonly pem: string;
  readonly trouble: AppError;

  constructor(pem: string, cause: unknown) {
    super('a key in the TPM cannot be used', { cause });
    this.pem = pem;
    this.trouble = new AppError('machine-key-unavailable', { why: whyTpmFails(cause) });
  }
}

/** @throws LockedKey; whatever the use of it would throw */
export function assertUsable({ identity, pending }: Pick<Saved, 'identity' | 'pending'>): void {
  // One in the TPM is asked for when it is needed: that enrolment has not happened yet.
  if (pending !== null && !isTpmKey(pending.key)) readKeyPair(pending.key, 'of the enrolment begun');
  if (identity === null) return;
  const { fabricCa, certificate, key } = identity;
  // To TLS, no certificate at all is one that is not to be shown.
  void new X509Certificate(certificate);
  createSecureContext(clientTlsOptions({ ca: fabricCa, cert: certificate }));
  try {
    createSecureContext(clientTlsOptions({ ca: fabricCa, cert: certificate, key }));
  } catch (cause) {
    throw isTpmKey(key) ? new LockedKey(key, cause) : cause;
  }
}

/** True if an identity in force has its key and its EMS's CA, whatever became of its certificate. */
export function isUsableButForCertificate({ identity, pending, isWithdrawn }: Saved): boolean {
  if (identity === null || isWithdrawn) return false;
  try {
    assertUsable({ identity: null, pending });
    createSecureContext(clientTlsOptions({ ca: identity.fabricCa }));
    readKeyPair(identity.key, 'of the machine');
    return true;
  } catch {
    return false;
  }
}
