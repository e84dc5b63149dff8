// How a user's certificate comes, is kept whole, is renewed and goes: (life, event) → life; no clock, no I/O.

import type { UserCertificateState } from '../shared/agent/user-certificate.ts';
import { type BackoffShape, backoffDelayMs } from '../shared/backoff.ts';

/** Whose certificate it is to be. */
export interface Member {
  readonly emsId: string;
  readonly site: string;
  readonly uid: string;
}

/** The certificate that is sealed in the user's file, with its key. */
export interface Held {
  readonly member: Member;
  readonly sha256: string;
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly ends: number;
  readonly renewAt: number;
}

/** What there is, as it was found a moment ago. */
export interface Seen {
  readonly now: number;
  /** `unsure`: enrolling right now, or the daemon cannot say; nothing is done then. */
  readonly membership:
    | { readonly kind: 'member'; readonly member: Member }
    | { readonly kind: 'gone' }
    | { readonly kind: 'unsure' };
  /** `lost`: nobody can open it any more. `locked`, `absent`: the keyring gives nothing away, or is not in this session. */
  readonly sealed:
    | { readonly kind: 'held'; readonly held: Held }
    | { readonly kind: 'none' | 'lost' | 'locked' | 'absent' };
  readonly store:
    | { readonly kind: 'unavailable'; readonly why: string }
    | {
        readonly kind: 'there';
        /** Usable places in which the held certificate is not, or not with its key. */
        readonly missingAt: readonly string[];
        /** Other certificates of this user and device. */
        readonly others: readonly string[];
        /** Everything of ours, of whatever device. */
        readonly ours: readonly string[];
        /** Places that only the user can open. */
        readonly locked: readonly string[];
      };
  /** What the EMS says of the held certificate. */
  readonly ems: UserCertificateState['ems'];
}

/**
 *                 member                issued                all places
 *        none ───────────▶ requesting ─────────▶ installing ───────────▶ installed ◀─── others removed ───┐
 *         ▲                    ▲                   ▲    ▲                  │ │ │                           │
 *         │ nothing left       │ file or key lost  │    └─ gone, foreign, ─┘ │ └── an older one is left ─▶ cleaning
 *         │                    │                   │       a new profile     │
 *      removing ◀── gone ── any state              └──── issued ──── renewing  two thirds of its life, or refused by the EMS
 *
 *         any ── the keyring is locked, the daemon unsure ──▶ waiting ── and from there to wherever it belongs
 *
 * Nothing is remembered from step to step that could not be seen again: after a crash the same state is reached.
 */
export type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly why: string; readonly held: Held | null }
  | { readonly kind: 'requesting'; readonly member: Member }
  | { readonly kind: 'installing'; readonly member: Member; readonly held: Held }
  | { readonly kind: 'installed'; readonly member: Member; readonly held: Held }
  | { readonly kind: 'cleaning'; readonly member: Member; readonly held: Held; readonly others: readonly string[] }
  | { readonly kind: 'renewing'; readonly member: Member; readonly held: Held }
  | { readonly kind: 'removing'; readonly ours: readonly string[] };

export interface Life {
  readonly state: State;
  /** What failed last, until something succeeds. */
  readonly trouble: string;
  readonly failures: number;
  /** Nothing is tried before this moment; milliseconds since 1970. */
  readonly notBefore: number;
}

export type LifeEvent =
  | { readonly kind: 'seen'; readonly seen: Seen }
  /** What a state asks for was done. */
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly trouble: string; readonly now: number; readonly random: number };

export const begin: Life = { state: { kind: 'none' }, trouble: '', failures: 0, notBefore: 0 };

/** A user waits at first; an EMS that is away for a day is not asked every second. */
const patience: BackoffShape = { firstMs: 2_000, longestMs: 300_000 };

export function reduce(life: Life, event: LifeEvent): Life {
  switch (event.kind) {
    case 'seen': {
      const state = stateOf(event.seen);
      // Another state is another thing to do: its own trouble is yet to come.
      return state.kind === life.state.kind ? { ...life, state } : { ...begin, state };
    }
    case 'done':
      return { ...life, trouble: '', failures: 0, notBefore: 0 };
    case 'failed': {
      const failures = life.failures + 1;
      const waitMs = Math.max(patience.firstMs / 2, backoffDelayMs(patience, failures, event.random));
      return { ...life, trouble: event.trouble, failures, notBefore: event.now + waitMs };
    }
  }
}

/** True if this state asks for something to be done now. */
export function isDue({ state, notBefore }: Life, now: number): boolean {
  return !['none', 'waiting', 'installed'].includes(state.kind) && now >= notBefore;
}

function stateOf(seen: Seen): State {
  const { membership, sealed, store } = seen;
  if (membership.kind === 'unsure') return { kind: 'waiting', why: 'the agent does not know yet', held: heldOf(seen) };
  if (membership.kind === 'gone') return leaving(seen);
  const { member } = membership;
  const obstacle = obstacleOf(seen);
  if (obstacle !== null) return { kind: 'waiting', why: obstacle, held: heldOf(seen) };
  if (sealed.kind !== 'held' || store.kind !== 'there' || !isSame(sealed.held.member, member))
    return { kind: 'requesting', member };
  const { held } = sealed;
  if (seen.now >= held.ends || ['revoked', 'retired', 'absent'].includes(seen.ems))
    return { kind: 'renewing', member, held };
  if (store.missingAt.length > 0) return { kind: 'installing', member, held };
  if (store.others.length > 0) return { kind: 'cleaning', member, held, others: store.others };
  if (seen.now >= held.renewAt || seen.ems === 'outdated') return { kind: 'renewing', member, held };
  return { kind: 'installed', member, held };
}

/** A keyring that is locked holds what we need: whoever took it for empty would enrol again, and again. */
function obstacleOf({ sealed, store }: Seen): string | null {
  if (sealed.kind === 'locked') return 'the keyring is locked; unlock it, and this goes on';
  if (sealed.kind === 'absent') return 'the keyring that holds the key is not there in this session';
  return store.kind === 'unavailable' ? store.why : null;
}

/** What browsers could still show goes at once; file and wrapping key go together, when the keyring can be opened. */
function leaving({ sealed, store }: Seen): State {
  const ours = store.kind === 'there' ? store.ours : [];
  const isNothingLeft = ours.length === 0 && sealed.kind === 'none';
  return isNothingLeft ? { kind: 'none' } : { kind: 'removing', ours };
}

function heldOf({ sealed }: Seen): Held | null {
  return sealed.kind === 'held' ? sealed.held : null;
}

function isSame(one: Member, other: Member): boolean {
  return one.emsId === other.emsId && one.site === other.site && one.uid === other.uid;
}
