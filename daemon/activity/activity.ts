// Hears of every connection that is carried, refused or cut, and answers what became of them.

import type { ActivityPage, Traffic as TrafficTold } from '../../shared/agent/activity.ts';
import type { CarriedSession, DenialRecord } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Viewer } from '../ipc/visible-state.ts';
import type { ByteCounters } from '../tunnel/sessions.ts';
import { isoTime } from '../world.ts';
import { History } from './history.ts';
import { Traffic } from './traffic.ts';
import type { Whose } from './whose.ts';

interface Carried {
  readonly session: CarriedSession;
  readonly socket: ByteCounters;
}

export class Activity {
  readonly #clock: Clock;
  readonly #history: History;
  readonly #traffic: Traffic;
  readonly #carried = new Map<string, Carried>();
  #denials = 0;
  readonly #bornAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#bornAt = clock.now();
    this.#history = new History(this.#bornAt);
    this.#traffic = new Traffic(clock);
  }

  /** A gateway carries it from now on. Its socket counts by itself. */
  carried(session: CarriedSession, socket: ByteCounters, openedInMs: number | null): void {
    this.#traffic.begin(session, socket, openedInMs);
    this.#carried.set(session.id, { session, socket });
    this.#history.begin(session.id, session.uid, (sequence) => told(sequence, session, socket, null));
  }

  ended(id: string): void {
    const carried = this.#carried.get(id);
    if (carried === undefined) return;
    this.#carried.delete(id);
    this.#traffic.end(id);
    const { session } = carried;
    const { bytesRead, bytesWritten } = carried.socket;
    const until = isoTime(this.#clock.now());
    // The socket itself is not kept.
    this.#history.end(id, session.uid, (sequence) => told(sequence, session, { bytesRead, bytesWritten }, until));
  }

  denied(record: DenialRecord, whose: Whose): void {
    this.#denials += 1;
    const id = `denial-${this.#bornAt.toString(36)}-${this.#denials}`;
    this.#history.end(id, whose, (sequence) => ({ ...record, sequence, id }));
  }

  page(after: number, viewer: Viewer): ActivityPage {
    return this.#history.page(after, viewer);
  }

  traffic(viewer: Viewer): TrafficTold {
    return this.#traffic.tell(viewer);
  }
}

function told(sequence: number, session: CarriedSession, socket: ByteCounters, until: string | null) {
  const { id, requestId, destination, osUser, since } = session;
  const { bytesRead: sent, bytesWritten: received } = socket;
  // Which program it is, the kernel tells only to who looks through all processes: too dear for each connection.
  const program = null;
  return {
    kind: 'session' as const,
    sequence,
    id,
    requestId,
    destination,
    osUser,
    program,
    since,
    until,
    sent,
    received,
  };
}
