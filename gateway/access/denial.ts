// Writes a refusal as the one shape that every carrier tells the agent.

import type { RequestId } from '../../shared/ids.ts';
import { type Denial, type DenialCode, denialCodes } from '../../shared/tunnel/denial.ts';
import type { Target } from '../../shared/tunnel/opening.ts';

/** Codes that are told before the device is known: nothing but code and request id leaves the gateway with them. */
const beforeTheDevice: readonly DenialCode[] = [
  '001',
  '002',
  '003',
  '066',
  '091',
  '092',
  '093',
  '094',
  '095',
  '096',
  '097',
];

export function denialOf(
  refusal: { readonly code: DenialCode; readonly policy?: string | null; readonly tags?: readonly string[] },
  requestId: RequestId,
  target: Target | null,
): Denial {
  const { title, retry } = denialCodes[refusal.code];
  const bare = { code: refusal.code, title, requestId, retry };
  if (beforeTheDevice.includes(refusal.code) || target === null) return { ...bare, destination: null };
  const destination = hostPortOf(target);
  return { ...bare, destination, policy: refusal.policy ?? null, tags: [...(refusal.tags ?? [])] };
}

/** `host:port` as people write it. */
export function hostPortOf(target: Target): string {
  return target.host.includes(':') ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
}
