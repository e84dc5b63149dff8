// Proves that an enrolment for a known uid comes from the device that holds its last machine key.

import { type KeyObject, sign, verify } from 'node:crypto';
import type { DeviceId } from '../../ids.ts';

/** Signs (uid, SHA-256 of the new request's DER) with the last machine key: base64, ECDSA over SHA-256. */
export function signUidProof(lastKey: KeyObject, uid: DeviceId, csrSha256: string): string {
  return sign('sha256', statement(uid, csrSha256), lastKey).toString('base64');
}

/** True if the signature over exactly this statement is by that key. */
export function isUidProof(lastKey: KeyObject, uid: DeviceId, csrSha256: string, signature: string): boolean {
  if (signature.length > 1_024) return false;
  try {
    return verify('sha256', statement(uid, csrSha256), lastKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function statement(uid: DeviceId, csrSha256: string): Buffer {
  return Buffer.from(`stile-enroll-proof-v1\n${uid}\n${csrSha256}`);
}
