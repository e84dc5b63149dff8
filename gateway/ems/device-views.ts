// Keeps what the EMS says of devices, and knows how old that is by this machine's own clock.

import type { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import type { DeviceView, gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { DeviceStanding } from '../access/device-standing.ts';

export type UidTagsReply = z.output<(typeof gatewayRoutes)['uidTags']['reply']>;

/** A view with the moment its durations count from. */
interface Held {
  readonly view: DeviceView;
  readonly since: number;
}

interface Mark {
  readonly epoch: string;
  readonly revision: number;
}

interface Beat extends Mark {
  readonly at: number;
}

/** What a beat asks for: nothing, what is new, or everything. */
export type BeatOutcome = 'fresh' | 'behind' | 'start-over';

export class DeviceViews {
  readonly #clock: Clock;
  #held = new Map<DeviceId, Held>();
  #mark: Mark | null = null;
  /** Monotonic time of the last beat whose revision is applied. */
  #asOf: number | null = null;
  #latestBeat: Beat | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get mark(): Mark | null {
    return this.#mark;
  }

  /** How old the view is; null before the first beat that was applied. Milliseconds. */
  get ageMs(): number | null {
    return this.#asOf === null ? null : this.#clock.monotonic() - this.#asOf;
  }

  /** Hears a beat. The view is as of this moment if the beat's revision is applied already, else when it will be. */
  beat(epoch: string, revision: number): BeatOutcome {
    this.#latestBeat = { epoch, revision, at: this.#clock.monotonic() };
    if (this.#mark === null || this.#mark.epoch !== epoch || revision < this.#mark.revision) return 'start-over';
    this.#confirm();
    return revision === this.#mark.revision ? 'fresh' : 'behind';
  }

  /**
   * Applies an answer asked for at `askedAt` (monotonic; durations count from there, so that they never last longer than the
   * EMS meant). Returns whom it concerns, or null if it does not follow on what is held: then everything has to be fetched.
   */
  apply(reply: UidTagsReply, askedAt: number): ReadonlySet<DeviceId> | 'all' | null {
    if (!reply.full && (this.#mark?.epoch !== reply.epoch || reply.revision < this.#mark.revision)) return null;
    const next = reply.full ? new Map<DeviceId, Held>() : new Map(this.#held);
    for (const uid of reply.removed) next.delete(uid);
    for (const view of reply.items) next.set(view.uid, { view, since: askedAt });
    this.#held = next;
    this.#mark = { epoch: reply.epoch, revision: reply.revision };
    this.#confirm();
    return reply.full ? 'all' : new Set([...reply.removed, ...reply.items.map((view) => view.uid)]);
  }

  /** A beat was heard whose revision is not applied yet. */
  get isBehind(): boolean {
    const beat = this.#latestBeat;
    return beat !== null && (this.#mark?.epoch !== beat.epoch || this.#mark.revision < beat.revision);
  }

  standing(uid: DeviceId): DeviceStanding | null {
    const held = this.#held.get(uid);
    return held === undefined ? null : this.#now(held);
  }

  /** Every view as of now, for diagnostics. */
  all(): readonly DeviceView[] {
    return [...this.#held.values()].map((held) => this.#now(held));
  }

  /** Some device that counts as online has used up two thirds of its validity: the EMS may know of newer reports. */
  get isRunningOut(): boolean {
    return [...this.#held.values()].some(
      (held) => held.view.online && this.#now(held).validForMs < held.view.validForMs / 3,
    );
  }

  #now(held: Held): DeviceView {
    const passed = this.#clock.monotonic() - held.since;
    const left = (validForMs: number) => Math.max(0, validForMs - passed);
    const users = held.view.users.map((user) => ({ ...user, validForMs: left(user.validForMs) }));
    return { ...held.view, validForMs: left(held.view.validForMs), users };
  }

  #confirm(): void {
    const beat = this.#latestBeat;
    if (beat === null || this.#mark?.epoch !== beat.epoch || this.#mark.revision < beat.revision) return;
    this.#asOf = beat.at;
  }
}
