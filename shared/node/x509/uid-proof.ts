// Proves that an enrolment for a known uid comes from the device that holds its last machine key.

import { type KeyObject, sign, verify } from 'node:crypto';
import type { DeviceId } from '../../ids.ts';

/** Signs (uid, SHA-256 of the new request's DER) with the last machine key: base64, ECDSA over SHA-256. */
export function signUidProof(lastKey: KeyObject, uid: DeviceId, csrSha256: string): string {
  return sign('sha256', statement(uid, csrSha256), lastKey).toString('base64');
}

/** True if the signature over exactly this statement is by that key. */
export function isUidProof(lastKey: KeyObject, uid: DeviceId, csrSha256: string, signature: string): boolean {
  return isSigned(lastKey, statement(uid, csrSha256), signature);
}

/** Signs, with a machine key, that its holder wants the certificate that is in force for it. It is no secret, so this may be said again. */
export function signCertificateProof(key: KeyObject, uid: DeviceId): string {
  return sign('sha256', certificateStatement(uid), key).toString('base64');
}

export function isCertificateProof(key: KeyObject, uid: DeviceId, signature: string): boolean {
  return isSigned(key, certificateStatement(uid), signature);
}

function isSigned(key: KeyObject, said: Buffer, signature: string): boolean {
  if (signature.length > 1_024) return false;
  try {
    return verify('sha256', said, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function certificateStatement(uid: DeviceId): Buffer {
  return Buffer.from(`stile-certificate-proof-v1\n${uid}`);
}

function statement(uid: DeviceId, csrSha256: string): Buffer {
  return Buffer.from(`stile-enroll-proof-v1\n${uid}\n${csrSha256}`);
}
