// Keeps each user's record, lets what is proved end by its time, and says what the state shows.

import type { UserSignIn } from '../../shared/agent/sign-in.ts';
import type { Clock } from '../../shared/clock.ts';
import type { VerifiedUserOfDevice } from '../../shared/ems/agent-routes.ts';
import { isoTime } from '../world.ts';
import { afterwards, type Happening, nothingKnown, shownState, type UserRecord } from './user-record.ts';

export interface UsersPorts {
  readonly clock: Clock;
  changed(): void;
  /** Others are verified than before. */
  verifiedChanged(): void;
}

/** As many as the state tells of. */
const mostUsers = 64;
/** The longest a timer of Node's can wait. */
const longestTimerMs = 2 ** 31 - 1;

interface Entry {
  readonly osUser: string;
  readonly record: UserRecord;
  /** Monotonic; of what is verified. */
  readonly endsAt: number;
}

/** Verified users of names that this machine does not know have no entry, but count. */
interface Stranger {
  readonly subject: string;
  readonly endsAt: number;
}

export class Users {
  readonly #ports: UsersPorts;
  readonly #entries = new Map<number, Entry>();
  #strangers: readonly Stranger[] = [];
  #hasHeard = false;
  #lastTold = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: UsersPorts) {
    this.#ports = ports;
  }

  /** Null while nobody has told. */
  get subjects(): readonly string[] | null {
    if (!this.#hasHeard) return null;
    const here = [...this.#entries.values()].flatMap(({ record }) => record.verified?.subject ?? []);
    return [...here, ...this.#strangers.map(({ subject }) => subject)];
  }

  isVerified(uid: number): boolean {
    return (this.#entries.get(uid)?.record.verified ?? null) !== null;
  }

  /** Makes room for a user whose name is known. */
  knows(uid: number, osUser: string): void {
    const before = this.#entries.get(uid);
    const { record, endsAt } = before ?? { record: nothingKnown, endsAt: 0 };
    this.#entries.set(uid, { osUser, record, endsAt });
    if (this.#entries.size > mostUsers) this.#dropIdle(uid);
  }

  begins(uid: number, osUser: string, attempt: NonNullable<UserRecord['attempt']>): void {
    this.knows(uid, osUser);
    this.happens(uid, { kind: 'began', attempt });
  }

  proves(uid: number, attempt: number, user: VerifiedUserOfDevice): void {
    this.#hasHeard = true;
    this.#change(uid, { kind: 'proved', attempt, verified: this.#verified(user) }, this.#endOf(user));
    this.#tell();
  }

  /** All whom the EMS holds for verified, and those of them whom this machine knows. */
  hears(told: readonly VerifiedUserOfDevice[], known: ReadonlyMap<number, VerifiedUserOfDevice>): void {
    this.#hasHeard = true;
    const here = new Set(known.values());
    this.#strangers = told
      .filter((user) => !here.has(user))
      .map((user) => ({ subject: user.subject, endsAt: this.#endOf(user) }));
    for (const [uid, user] of known) this.knows(uid, user.osUser);
    for (const uid of [...this.#entries.keys()]) {
      const user = known.get(uid);
      const verified = user === undefined || user.validForMs <= 0 ? null : this.#verified(user);
      this.#change(uid, { kind: 'heard', verified }, user === undefined ? 0 : this.#endOf(user));
    }
    this.#tell();
  }

  happens(uid: number, happening: Happening): void {
    this.#change(uid, happening);
    this.#tell();
  }

  forget(): void {
    this.#entries.clear();
    this.#strangers = [];
    this.#hasHeard = false;
    this.#tell();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Users of whom there is nothing to say are left out. @param wanted by uid */
  shown(wanted: ReadonlyMap<number, readonly string[]>): readonly UserSignIn[] {
    return [...this.#entries]
      .map(([uid, { osUser, record }]) => ({
        uid,
        osUser,
        state: shownState(record),
        wanted: [...(wanted.get(uid) ?? [])],
      }))
      .filter(({ state, wanted: held }) => held.length > 0 || state.kind !== 'none' || state.lastFailure !== null)
      .slice(0, mostUsers);
  }

  #change(uid: number, happening: Happening, endsAt?: number): void {
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    const record = afterwards(entry.record, happening);
    const isNewlyVerified = record.verified !== entry.record.verified;
    this.#entries.set(uid, {
      ...entry,
      record,
      endsAt: isNewlyVerified && endsAt !== undefined ? endsAt : entry.endsAt,
    });
  }

  #tell(): void {
    this.#watchEnds();
    this.#ports.changed();
    const now = JSON.stringify(this.subjects === null ? null : [...this.subjects].sort());
    if (now === this.#lastTold) return;
    this.#lastTold = now;
    this.#ports.verifiedChanged();
  }

  #watchEnds(): void {
    this.close();
    this.#timer = null;
    const verified = [...this.#entries.values()].filter(({ record }) => record.verified !== null);
    const ends = [...verified, ...this.#strangers].map(({ endsAt }) => endsAt);
    if (ends.length === 0) return;
    const waitMs = Math.max(0, Math.min(...ends) - this.#ports.clock.monotonic());
    this.#timer = setTimeout(() => this.#endThoseOver(), Math.min(waitMs + 1, longestTimerMs)).unref();
  }

  #endThoseOver(): void {
    const now = this.#ports.clock.monotonic();
    this.#strangers = this.#strangers.filter(({ endsAt }) => endsAt > now);
    for (const [uid, { record, endsAt }] of this.#entries)
      if (record.verified !== null && endsAt <= now) this.#change(uid, { kind: 'heard', verified: null });
    this.#tell();
  }

  /** Of somebody else than this user, of whom nothing is known. */
  #dropIdle(uid: number): void {
    const idle = [...this.#entries].find(([each, { record }]) => each !== uid && record === nothingKnown);
    if (idle !== undefined) this.#entries.delete(idle[0]);
  }

  #verified({ provider, subject, groups, validForMs }: VerifiedUserOfDevice): NonNullable<UserRecord['verified']> {
    return { provider, subject, groups: [...groups], until: isoTime(this.#ports.clock.now() + validForMs) };
  }

  #endOf({ validForMs }: VerifiedUserOfDevice): number {
    return this.#ports.clock.monotonic() + validForMs;
  }
}
