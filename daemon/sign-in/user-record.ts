// What is known of one user's sign-in, and what becomes of it; pure.

import type { Failure } from '../../shared/agent/failure.ts';
import type { SignInState } from '../../shared/agent/sign-in.ts';
import { assertNever } from '../../shared/assert-never.ts';

export type Verified = Omit<Extract<SignInState, { kind: 'verified' }>, 'kind'>;

/**
 * What the EMS holds and what a browser is about to do are two things: who is verified may sign in again, as somebody else or
 * for longer, and stays who they were if nothing comes of it.
 */
export interface UserRecord {
  readonly verified: Verified | null;
  /** The latest sign-in, while the browser is waited for. */
  readonly attempt: { readonly id: number; readonly provider: string; readonly until: string } | null;
  readonly lastFailure: Failure | null;
}

export type Happening =
  | { readonly kind: 'began'; readonly attempt: NonNullable<UserRecord['attempt']> }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly attempt: number; readonly failure: Failure }
  | { readonly kind: 'proved'; readonly attempt: number; readonly verified: Verified }
  /** What the EMS holds; null: nothing, or no longer. */
  | { readonly kind: 'heard'; readonly verified: Verified | null }
  | { readonly kind: 'signed-out' };

export const nothingKnown: UserRecord = { verified: null, attempt: null, lastFailure: null };

/** What comes of an attempt that a newer one has replaced changes nothing. */
export function afterwards(record: UserRecord, happening: Happening): UserRecord {
  switch (happening.kind) {
    case 'began':
      return { ...record, attempt: happening.attempt, lastFailure: null };
    case 'cancelled':
      return { ...record, attempt: null };
    case 'failed':
      if (record.attempt?.id !== happening.attempt) return record;
      return { ...record, attempt: null, lastFailure: happening.failure };
    case 'proved':
      if (record.attempt?.id !== happening.attempt) return record;
      return { verified: happening.verified, attempt: null, lastFailure: null };
    case 'heard':
      return { ...record, verified: happening.verified };
    case 'signed-out':
      return nothingKnown;
    default:
      return assertNever(happening);
  }
}

/** As the state shows it: what is being done comes before what is. */
export function shownState({ verified, attempt, lastFailure }: UserRecord): SignInState {
  if (attempt !== null) return { kind: 'waiting', provider: attempt.provider, until: attempt.until };
  if (verified !== null) return { kind: 'verified', ...verified };
  return { kind: 'none', lastFailure };
}
