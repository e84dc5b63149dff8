// Whether a feed whose signatures are good may be believed now: none that is older than one seen before, none that has ended; pure.

import type { VerifiedFeed } from '../../shared/node/update/verify-feed.ts';
import type { SavedUpdates } from './saved-updates.ts';

export type FeedJudgement =
  | {
      readonly kind: 'believed';
      readonly remember: Pick<SavedUpdates, 'sequence' | 'payloadSha256' | 'issued' | 'keys'>;
    }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'expired'; readonly expires: string };

export function judgeFeed(
  { manifest, payloadSha256, keys }: Extract<VerifiedFeed, { kind: 'verified' }>,
  known: Pick<SavedUpdates, 'sequence' | 'payloadSha256' | 'issued'>,
  now: number,
): FeedJudgement {
  const { sequence, issued, expires } = manifest;
  if (sequence < known.sequence)
    return { kind: 'refused', why: `it is number ${sequence}, and this device knows number ${known.sequence}` };
  if (sequence === known.sequence && payloadSha256 !== known.payloadSha256)
    return { kind: 'refused', why: `there are two different feeds of number ${sequence}` };
  // A clock that was set back does not bring an old feed back to life.
  const atLeast = Math.max(now, known.issued, Date.parse(issued));
  if (Date.parse(expires) <= atLeast) return { kind: 'expired', expires };
  const newest = Math.max(known.issued, Date.parse(issued));
  return { kind: 'believed', remember: { sequence, payloadSha256, issued: newest, keys } };
}
