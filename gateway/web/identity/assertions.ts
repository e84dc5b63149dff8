// Keeps the gateway's assertion keys on disk and in time: made at first, added before they are needed, forgotten after.

import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../../shared/clock.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Logger } from '../../../shared/log.ts';
import { replaceFile } from '../../../shared/node/atomic-file.ts';
import { newKeyPair, privateKeyPem } from '../../../shared/node/x509/keys.ts';
import type { Assertions } from '../ports.ts';
import { signAssertion } from './assertion.ts';
import { type KeyRing, nextKeyDueAt, pruned, type RingKey, signingKey, withKey } from './key-ring.ts';

const publicJwk = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
const ringKey = z.strictObject({
  kid: z.string(),
  privateKey: z.string().nullable(),
  publicJwk,
  signsFrom: z.number(),
});
const storedKeys = z.strictObject({ version: z.literal(1), keys: z.tuple([ringKey], ringKey) });

/** How often it is looked whether a key is due: often enough that a day ahead stays about a day. */
const lookEveryMs = 10 * 60 * 1_000;

/** @throws AppError `key-unreadable` if the file is there and no ring of keys: never replaced unseen */
export async function openAssertions(directory: string, clock: Clock, log: Logger): Promise<Assertions> {
  const file = path.join(directory, 'assertion-keys.json');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  let ring = await readOrMake(file, clock.now());
  let queue = keepInTime();

  async function keepInTime(): Promise<void> {
    const now = clock.now();
    const grown = now < nextKeyDueAt(ring) ? ring : withKey(ring, await newKey(), now);
    const next = pruned(grown, now);
    if (JSON.stringify(next) === JSON.stringify(ring)) return;
    // Published only when it will be there after a restart, too.
    await writeRing(file, next);
    ring = next;
  }

  await queue;
  const timer = setInterval(() => {
    queue = queue.then(keepInTime).catch((error: unknown) => log.error('keeping the assertion keys failed', { error }));
  }, lookEveryMs);
  timer.unref();
  return {
    sign: (claims) => signAssertion(claims, signingKey(ring, clock.now()), clock.now()),
    // Those that sign, signed a short while ago, or will sign.
    jwks: () =>
      JSON.stringify({ keys: ring.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: 'ES256', use: 'sig' })) }),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await queue;
    },
  };
}

async function readOrMake(file: string, now: number): Promise<KeyRing> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new AppError('key-unreadable', { path: file });
  });
  if (text !== null) return parseRing(text, file);
  // Nobody can have fetched a set of keys yet: the first one needs no day ahead.
  const first: KeyRing = [{ ...(await newKey()), signsFrom: now }];
  await writeRing(file, first);
  return first;
}

function parseRing(text: string, file: string): KeyRing {
  try {
    return storedKeys.parse(JSON.parse(text)).keys;
  } catch {
    // The cause is left out: it would quote a file that holds keys.
    throw new AppError('key-unreadable', { path: file });
  }
}

async function writeRing(file: string, keys: KeyRing): Promise<void> {
  await replaceFile(file, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`);
}

async function newKey(): Promise<Omit<RingKey, 'signsFrom'>> {
  const pair = await newKeyPair('p256');
  const { kty, crv, x, y } = pair.publicKey.export({ format: 'jwk' });
  const jwk = publicJwk.parse({ kty, crv, x, y });
  // RFC 7638: the required members in alphabetical order, nothing else.
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y }));
  return { kid: thumbprint.digest('base64url'), privateKey: privateKeyPem(pair), publicJwk: jwk };
}
