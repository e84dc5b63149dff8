// What the user's sealed file holds: the key, its certificate, and what they are for.

import { z } from 'zod';
import type { SealedFile } from '../native/secret-store/sealed-file.ts';
import type { SecretKeeper } from '../native/secret-store/secret-store.ts';
import { deviceId, emsId, serialHex, sha256Hex, siteName } from '../shared/ids.ts';

export const kept = z.strictObject({
  version: z.literal(1),
  emsId,
  site: siteName,
  uid: deviceId,
  keyPem: z.string(),
  certificatePem: z.string(),
  serial: serialHex,
  sha256: sha256Hex,
  /** Milliseconds since 1970. */
  ends: z.number(),
  renewAt: z.number(),
  /** Certificates of an earlier membership that may still be in the user's stores. */
  previous: z.array(sha256Hex).max(64),
});
export type Kept = z.infer<typeof kept>;

/** `lost`: nobody can open it any more. `locked`, `absent`: of the keyring, and nothing is known of the content. */
export type KeptAnswer =
  | { readonly kind: 'kept'; readonly kept: Kept; readonly keeper: SecretKeeper }
  | { readonly kind: 'none' }
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'locked' | 'absent' };

/** Names the wrapping key in the keyring. */
export const purpose = 'user-certificate';

export async function readKept(file: Pick<SealedFile, 'read'>): Promise<KeptAnswer> {
  const content = await file.read();
  switch (content.kind) {
    case 'missing':
      return { kind: 'none' };
    case 'unreadable':
      return { kind: 'lost', why: content.why };
    case 'locked':
    case 'absent':
      return { kind: content.kind };
    case 'opened':
      return parsed(content.bytes, content.keeper);
  }
}

function parsed(bytes: Buffer, keeper: SecretKeeper): KeptAnswer {
  try {
    return { kind: 'kept', kept: kept.parse(JSON.parse(bytes.toString('utf8'))), keeper };
  } catch {
    // A parser's message may quote the key.
    return { kind: 'lost', why: 'another release wrote it' };
  }
}
