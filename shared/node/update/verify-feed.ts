// Finds out whether a feed is what the holders of the update keys signed, and only then reads it.

import { createHash, verify } from 'node:crypto';
import { base64url } from '../../rfc4648.ts';
import { type Envelope, envelope, mostFeedBytes, signedBytes } from '../../update/envelope.ts';
import { type Manifest, manifest } from '../../update/manifest.ts';
import type { UpdateKeys } from '../../update/update-keys.ts';
import { keyIdOf, publicKeyOf } from './key-id.ts';

export type VerifiedFeed =
  | {
      readonly kind: 'verified';
      readonly manifest: Manifest;
      /** SHA-256 of the bytes that were signed: two feeds with one number are told apart by it. */
      readonly payloadSha256: string;
      /** Those to go by from now on: the ones that were given, or their successors. */
      readonly keys: UpdateKeys;
    }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Signatures first, over the bytes as they came; what they cover is parsed from those same bytes. A successor of the keys
 * counts only if its own threshold has signed too, so that nobody is locked out by keys that nobody holds.
 */
export function verifyFeed(bytes: Uint8Array, keys: UpdateKeys): VerifiedFeed {
  if (bytes.length > mostFeedBytes) return refused('it is larger than a feed may be');
  const read = envelope.safeParse(jsonOf(bytes));
  if (!read.success) return refused('it is not a signed feed');
  const payload = base64url.decode(read.data.payload);
  if (payload === undefined) return refused('its content is not base64url');
  if (!isSignedBy(keys, read.data, payload))
    return refused(`too few of the keys that this device trusts have signed it`);

  const content = manifest.safeParse(jsonOf(payload));
  if (!content.success) return refused('what was signed is not a feed of this release; a newer agent may be needed');
  const next = content.data.keys;
  if (next === null || next.generation <= keys.generation) return verified(payload, content.data, keys);
  if (!isSignedBy(next, read.data, payload)) return refused('too few of the keys that it brings have signed it');
  return verified(payload, content.data, next);
}

function isSignedBy(keys: UpdateKeys, { signatures }: Envelope, payload: Uint8Array): boolean {
  const signed = signedBytes(payload);
  const good = keys.keys.filter(({ publicKey }) => {
    const id = keyIdOf(publicKey);
    return signatures.some(({ keyid, sig }) => {
      if (keyid !== id) return false;
      const signature = base64url.decode(sig);
      return signature !== undefined && verify(null, signed, publicKeyOf(publicKey), signature);
    });
  });
  return good.length >= keys.threshold;
}

function verified(payload: Uint8Array, content: Manifest, keys: UpdateKeys): VerifiedFeed {
  return {
    kind: 'verified',
    manifest: content,
    payloadSha256: createHash('sha256').update(payload).digest('hex'),
    keys,
  };
}

function refused(why: string): VerifiedFeed {
  return { kind: 'refused', why };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
