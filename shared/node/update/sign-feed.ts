// Signs a feed: what verifyFeed takes back.

import { type KeyObject, sign } from 'node:crypto';
import { base64url } from '../../rfc4648.ts';
import { type Envelope, envelope, feedType, signedBytes } from '../../update/envelope.ts';
import { type Manifest, manifest } from '../../update/manifest.ts';
import { keyIdOf, publicTextOf } from './key-id.ts';

/** An envelope without signatures yet is none; the first key makes it. */
export function signManifest(content: Manifest, key: KeyObject): Envelope {
  const payload = new TextEncoder().encode(JSON.stringify(manifest.parse(content)));
  return { payloadType: feedType, payload: base64url.encode(payload), signatures: [signatureOf(payload, key)] };
}

/** Another holder's signature over the same bytes; a second one of the same key replaces the first. */
export function addSignature(feed: Envelope, key: KeyObject): Envelope {
  const payload = base64url.decode(feed.payload);
  if (payload === undefined) throw new TypeError('the content of the feed is not base64url');
  const own = signatureOf(payload, key);
  const others = feed.signatures.filter(({ keyid }) => keyid !== own.keyid);
  return envelope.parse({ ...feed, signatures: [...others, own] });
}

function signatureOf(payload: Uint8Array, key: KeyObject): Envelope['signatures'][number] {
  const signature = sign(null, signedBytes(payload), key);
  return { keyid: keyIdOf(publicTextOf(key)), sig: signature.toString('base64url') };
}
