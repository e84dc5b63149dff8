// Asks the EMS's public listener over plain HTTP, looks at the answer's head, and reads nothing more.

import { get } from 'node:http';
import type { Identity } from '../state/saved.ts';
import { type Answer, type AnswerHead, answerOf } from './answer.ts';
import { reachableUrl } from './public-address.ts';

const timeLimitMs = 5_000;

/** Never rejects; a device without an EMS asks nobody. */
export async function askEms(identity: Identity | null, signal: AbortSignal): Promise<Answer> {
  const url = identity === null ? null : reachableUrl(identity.certificate);
  if (identity === null || url === null) return { kind: 'other' };
  return answerOf(url, identity.fabricCaSha256, await askHead(url, signal));
}

/** Null if no answer came in time. Sends nothing of the device, follows nothing, and never rejects. */
function askHead(url: URL, signal: AbortSignal): Promise<AnswerHead | null> {
  return new Promise((resolve) => {
    const request = get(
      url,
      { agent: false, maxHeaderSize: 16_384, signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimitMs)]) },
      (response) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
        response.destroy();
      },
    );
    request.on('error', () => resolve(null));
    // Also where a server switches protocols: that is no answer.
    request.on('close', () => resolve(null));
  });
}
