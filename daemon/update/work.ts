// Where the agent is with the next release, what it does next, and how that is shown; pure.

import type { Failure } from '../../shared/agent/failure.ts';
import type { UpdateState } from '../../shared/agent/update-state.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Offer } from '../../shared/update/choose.ts';
import type { Downloaded } from './download.ts';
import { isDue, type Pending, planOf, postponableUntil, type TimeRules } from './timing.ts';

/**
 *   idle ──check──▶ found ──download──▶ ready ──install──▶ installing ──▶ (this process ends)
 *     any step ──▶ failed ──check──▶ …
 */
export type Work =
  | { readonly kind: 'idle'; readonly checkedAt: number | null }
  | { readonly kind: 'found'; readonly offer: Offer }
  | { readonly kind: 'downloading'; readonly offer: Offer; readonly doneBytes: number }
  | { readonly kind: 'ready'; readonly offer: Offer; readonly downloaded: Downloaded }
  /** `downloaded` is null where an earlier life of this agent began it. */
  | { readonly kind: 'installing'; readonly version: string; readonly downloaded: Downloaded | null }
  | { readonly kind: 'failed'; readonly version: string | null; readonly failure: Failure };

export interface Situation {
  /** False: nobody has said where releases come from, or an administrator has switched updates off. */
  readonly isOn: boolean;
  readonly work: Work;
  readonly pending: Pending;
  readonly rules: TimeRules;
  /** When the feed is fetched next by itself. */
  readonly checkAt: number;
  readonly isCheckWanted: boolean;
  readonly isInstallWanted: boolean;
  /** Somebody's connection goes through the agent. */
  readonly isInUse: boolean;
  readonly now: number;
}

export type Step = 'give-up' | 'check' | 'download' | 'install' | 'watch' | 'wait';

export function nextStep({ work, pending, rules, now, ...rest }: Situation): Step {
  if (work.kind === 'installing') return 'watch';
  if (!rest.isOn) return work.kind === 'idle' ? 'wait' : 'give-up';
  if (rest.isCheckWanted || now >= rest.checkAt) return 'check';
  if (work.kind === 'found') return 'download';
  if (work.kind !== 'ready') return 'wait';
  const isTime = rest.isInstallWanted || isDue(planOf(pending, rules), now, rest.isInUse, rules);
  return isTime ? 'install' : 'wait';
}

/** The release that this is about; null where there is none. */
export function versionOf(work: Work): string | null {
  if (work.kind === 'idle') return null;
  return 'offer' in work ? work.offer.version : work.version;
}

export function updateView({ isOn, work, pending, rules, checkAt }: Situation): UpdateState {
  if (!isOn && work.kind !== 'installing') return { kind: 'off' };
  switch (work.kind) {
    case 'idle':
      return work.checkedAt === null ? { kind: 'unknown' } : { kind: 'current', checkedAt: isoTime(work.checkedAt) };
    case 'found':
      return { kind: 'available', ...shown(work.offer, pending, rules) };
    case 'ready':
      return { kind: 'ready', ...shown(work.offer, pending, rules) };
    case 'downloading':
      return {
        kind: 'downloading',
        version: work.offer.version,
        doneBytes: work.doneBytes,
        totalBytes: work.offer.packages.reduce((sum, { size }) => sum + size, 0),
      };
    case 'installing':
      return { kind: 'installing', version: work.version };
    case 'failed':
      return { kind: 'failed', version: work.version, failure: work.failure, retryAt: isoTime(checkAt) };
    default:
      return assertNever(work);
  }
}

function shown({ version, notes }: Offer, pending: Pending, rules: TimeRules) {
  const plan = planOf(pending, rules);
  const until = postponableUntil(plan);
  return {
    version,
    notes,
    installAt: isoTime(plan.installAt),
    postponableUntil: until === null ? null : isoTime(until),
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
