// A client by name that downloads known bytes again and again, and says when one came whole, broke off or was wrong.

import { createHash } from 'node:crypto';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOfKnownBytes } from '../../build/demo/stage/services/known-bytes.ts';
import type { Target } from './echo-client.ts';

export interface BulkReports {
  readonly whole: (bytes: number) => void;
  /** It had begun, and ended before its end. */
  readonly broken: () => void;
  /** All bytes came, and are not those that were sent; or fewer came, and it looked whole. */
  readonly wrong: () => void;
}

const downloadBytes = 2 * 1024 * 1024;
const againAfterMs = 400;

/** Resolves when it has ended, after the signal. */
export async function runBulkClient(target: Target, reports: BulkReports, signal: AbortSignal): Promise<void> {
  const expected = hashOfKnownBytes(downloadBytes);
  while (!signal.aborted) {
    const got = await download(target, signal);
    if (got.kind === 'whole' && got.hash === expected) reports.whole(downloadBytes);
    else if (got.kind === 'whole') reports.wrong();
    else if (got.kind === 'broken' && !signal.aborted) reports.broken();
    await sleep(againAfterMs, undefined, { signal }).catch(() => undefined);
  }
}

type Download =
  | { readonly kind: 'whole'; readonly hash: string }
  | { readonly kind: 'broken' }
  /** Nothing came at all, or somebody else answered: denied, or not there. */
  | { readonly kind: 'none' };

async function download({ host, port, lookup }: Target, signal: AbortSignal): Promise<Download> {
  const request = http.get({ host, port, lookup, path: `/bytes/${downloadBytes}`, agent: false, signal });
  const answer = await new Promise<http.IncomingMessage | null>((resolve) => {
    request.once('response', resolve);
    request.on('error', () => resolve(null));
  });
  if (answer === null) return { kind: 'none' };
  if (answer.statusCode !== 200) {
    answer.destroy();
    return { kind: 'none' };
  }
  const hash = createHash('sha256');
  try {
    await pipeline(answer, hash);
    return { kind: 'whole', hash: hash.digest('hex') };
  } catch {
    return { kind: 'broken' };
  }
}
