// Bytes that two programs can make independently: they look random, and are the same every time.

import { createCipheriv, createHash } from 'node:crypto';

const chunkBytes = 256 * 1024;

/** The first `length` bytes, in chunks: the AES-256-CTR key stream of an all-zero key and counter. */
export function* knownBytes(length: number): Generator<Buffer> {
  const stream = createCipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16));
  const zeros = Buffer.alloc(chunkBytes);
  for (let left = length; left > 0; left -= chunkBytes)
    yield stream.update(zeros.subarray(0, Math.min(left, chunkBytes)));
}

/** Their SHA-256 in hex. */
export function hashOfKnownBytes(length: number): string {
  const hash = createHash('sha256');
  for (const chunk of knownBytes(length)) hash.update(chunk);
  return hash.digest('hex');
}
