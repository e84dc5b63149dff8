// Guards what strangers may try with a code: the limit first, then the try; whatever fails is counted and recorded.

import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import type { RateLimit } from './rate-limit.ts';

/** Why a try fails: `why` is for the audit log, `error` for the asker. */
export interface RefusedTry {
  readonly kind: 'refused';
  readonly why: string;
  readonly error: AppError;
}

export interface Asker {
  readonly source: string;
  readonly action: string;
  readonly target: string;
}

/** What the try gave. @throws AppError `too-many-requests`, what the try refused with, `csr-*` */
export async function guarded<A extends { readonly kind: 'admitted' }>(
  ems: Ems,
  limit: RateLimit,
  asker: Asker,
  attempt: () => Promise<A | RefusedTry>,
): Promise<A> {
  limit.check(asker.source);
  const outcome = await attempt().catch((error: unknown): RefusedTry => {
    // A database that is away is no failure of the asker.
    if (error instanceof AppError && error.status < 500) return { kind: 'refused', why: error.code, error };
    throw error;
  });
  if (outcome.kind === 'admitted') return outcome;
  const isLast = limit.failed(asker.source);
  // While an address must wait its tries are not recorded one by one: the log is not for strangers to fill.
  const detail = isLast ? `${outcome.why}; tries from this address are held back now` : outcome.why;
  const { source, action, target } = asker;
  await ems.audit.record(ems.db, { actor: source, action, target, outcome: 'refused', detail });
  throw outcome.error;
}
