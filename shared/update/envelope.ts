// The signed form of a feed: a DSSE envelope, whose signatures are over exact bytes of a named type.

import { z } from 'zod';

/** Beside it lie the packages that it names. */
export const feedFile = 'stile-feed.json';

/** Stands under every signature: what the same keys sign elsewhere, for another product or purpose, is no feed. */
export const feedType = 'application/vnd.stile.update-manifest.v1+json';

/** A feed as it lies on a server is never larger. */
export const mostFeedBytes = 524_288;

const text = z.string().max(mostFeedBytes);

export const envelope = z.strictObject({
  payloadType: z.literal(feedType),
  /** Base64url, and so are the signatures. */
  payload: text,
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(64), sig: z.string().max(128) }))
    .min(1)
    .max(32),
});
export type Envelope = z.infer<typeof envelope>;

/** What is signed: DSSE's pre-authentication encoding of the payload. */
export function signedBytes(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const type = encoder.encode(feedType);
  const head = encoder.encode(`DSSEv1 ${type.length} ${feedType} ${payload.length} `);
  const bytes = new Uint8Array(head.length + payload.length);
  bytes.set(head);
  bytes.set(payload, head.length);
  return bytes;
}
