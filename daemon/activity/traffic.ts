// Reads now and then what the sockets of carried connections have counted, and tells it by time and by destination.

import type { Traffic as Told } from '../../shared/agent/activity.ts';
import type { CarriedSession } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Viewer } from '../ipc/visible-state.ts';
import type { ByteCounters } from '../tunnel/sessions.ts';
import { isoTime } from '../world.ts';
import { type Bytes, Steps, stepAt, stepMs, toldSteps } from './steps.ts';
import { isToldTo } from './whose.ts';

/** Destinations of users that are remembered; of more, those that were not used for longest are forgotten. */
const mostDestinations = 2_000;

/** What one user had of one destination since the start. */
interface Totals {
  readonly uid: number;
  readonly destination: string;
  sessions: number;
  sent: number;
  received: number;
  openedInMs: number | null;
}

interface Carried {
  readonly socket: ByteCounters;
  readonly totals: Totals;
  /** What is added up already. */
  counted: Bytes;
}

/** Works only while something is carried: once in a step, and when asked. */
export class Traffic {
  readonly #clock: Clock;
  readonly #carried = new Map<string, Carried>();
  readonly #users = new Map<number, Steps>();
  /** The one used last at the end. */
  readonly #destinations = new Map<string, Totals>();
  /** Monotonic; bytes counted since belong to the step that this lies in. */
  #readAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param openedInMs from asking for it to the gateway's word; null if that is not for us to hear */
  begin(session: CarriedSession, socket: ByteCounters, openedInMs: number | null): void {
    if (this.#carried.size === 0) this.#readAt = this.#clock.monotonic();
    const totals = this.#totalsOf(session);
    totals.sessions += 1;
    totals.openedInMs = openedInMs ?? totals.openedInMs;
    this.#carried.set(session.id, { socket, totals, counted: { sent: 0, received: 0 } });
    this.#wakeAtNextStep();
  }

  end(id: string): void {
    const carried = this.#carried.get(id);
    if (carried === undefined) return;
    this.#read(carried);
    carried.totals.sessions -= 1;
    this.#carried.delete(id);
  }

  /** The last whole steps, and every destination: those of this viewer, or everybody's. */
  tell(viewer: Viewer): Told {
    this.#readAll();
    const now = this.#clock.monotonic();
    const last = stepAt(now) - 1;
    const own = [...this.#users].flatMap(([uid, steps]) => (isToldTo(viewer, uid) ? [steps] : []));
    const told = Array.from({ length: toldSteps }, (_, index) => sumAt(own, last - toldSteps + 1 + index));
    return {
      at: isoTime(this.#clock.now() - (now - (last + 1) * stepMs)),
      stepMs,
      sent: told.map(({ sent }) => sent),
      received: told.map(({ received }) => received),
      destinations: byDestination([...this.#destinations.values()].filter(({ uid }) => isToldTo(viewer, uid))),
    };
  }

  #totalsOf({ uid, destination }: CarriedSession): Totals {
    const key = `${uid} ${destination}`;
    const known = this.#destinations.get(key);
    const totals = known ?? { uid, destination, sessions: 0, sent: 0, received: 0, openedInMs: null };
    this.#destinations.delete(key);
    if (known === undefined && this.#destinations.size >= mostDestinations) this.#forgetDestination();
    this.#destinations.set(key, totals);
    return totals;
  }

  #forgetDestination(): void {
    for (const [key, { sessions }] of this.#destinations)
      if (sessions === 0) return void this.#destinations.delete(key);
  }

  #stepsOf(uid: number): Steps {
    const known = this.#users.get(uid);
    if (known !== undefined) return known;
    const now = stepAt(this.#readAt);
    for (const [other, steps] of this.#users) if (steps.isForgottenAt(now)) this.#users.delete(other);
    const made = new Steps();
    this.#users.set(uid, made);
    return made;
  }

  #readAll(): void {
    for (const carried of this.#carried.values()) this.#read(carried);
    this.#readAt = this.#clock.monotonic();
  }

  #read(carried: Carried): void {
    const { socket, totals, counted } = carried;
    const now = { sent: socket.bytesRead, received: socket.bytesWritten };
    const more = { sent: now.sent - counted.sent, received: now.received - counted.received };
    if (more.sent === 0 && more.received === 0) return;
    carried.counted = now;
    totals.sent += more.sent;
    totals.received += more.received;
    this.#stepsOf(totals.uid).add(stepAt(this.#readAt), more);
  }

  #wakeAtNextStep(): void {
    if (this.#timer !== null || this.#carried.size === 0) return;
    const leftMs = stepMs - (this.#clock.monotonic() % stepMs);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#readAll();
      this.#wakeAtNextStep();
    }, leftMs).unref();
  }
}

function sumAt(users: readonly Steps[], step: number): Bytes {
  return users
    .map((steps) => steps.at(step))
    .reduce((sum, { sent, received }) => ({ sent: sum.sent + sent, received: sum.received + received }), {
      sent: 0,
      received: 0,
    });
}

/** Those of several users as one; of the last that was opened, how long that took. The one used last comes first. */
function byDestination(totals: readonly Totals[]): Told['destinations'] {
  const merged = new Map<string, Told['destinations'][number]>();
  for (const { destination, sessions, sent, received, openedInMs } of [...totals].reverse()) {
    const sum = merged.get(destination);
    merged.set(destination, {
      destination,
      sessions: sessions + (sum?.sessions ?? 0),
      sent: sent + (sum?.sent ?? 0),
      received: received + (sum?.received ?? 0),
      openedInMs: sum?.openedInMs ?? openedInMs,
    });
  }
  return [...merged.values()].slice(0, mostDestinations);
}
