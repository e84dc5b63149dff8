// Knows every local connection that is carried now, and tells it a moment after it changed.

import type { CarriedSession } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RequestId } from '../../shared/ids.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Whose } from '../activity/whose.ts';

/** Changes within this time are told together. */
const togetherMs = 50;

/** What ends a carried connection at once. */
export interface Resettable {
  reset(): void;
}

/** What a socket counts by itself, of the local connection: read from the client, written to it. */
export interface ByteCounters {
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

export interface SessionsPorts {
  /** Told all of them, a moment after something changed. */
  changed(sessions: readonly CarriedSession[]): void;
  /** A gateway carries it from now on. @param openedInMs since it was added; null where the gateway's word is not for us */
  carried(session: CarriedSession, socket: ByteCounters, openedInMs: number | null): void;
  /** One that was carried has ended. */
  ended(id: string): void;
}

interface Entry {
  session: CarriedSession;
  isOfEarlierCertificate: boolean;
  isCarried: boolean;
  /** Monotonic. */
  readonly addedAt: number;
  readonly stream: Resettable;
  readonly socket: ByteCounters;
}

/** A gateway's word on why one was cut may come after its end. */
const rememberedEnds = 1_000;

export class Sessions {
  readonly #entries = new Map<string, Entry>();
  readonly #ended: CarriedSession[] = [];
  readonly #clock: Clock;
  readonly #ports: SessionsPorts;
  /** Ids of one daemon's life are not those of the next. */
  readonly #life: string;
  #timer: NodeJS.Timeout | null = null;
  #count = 0;

  constructor(clock: Clock, ports: SessionsPorts) {
    this.#clock = clock;
    this.#life = clock.now().toString(36);
    this.#ports = ports;
  }

  add(
    stream: Resettable,
    socket: ByteCounters,
    what: Pick<CarriedSession, 'destination' | 'osUser' | 'uid' | 'since'>,
  ): string {
    this.#count += 1;
    const id = `local-${this.#life}-${this.#count}`;
    this.#entries.set(id, {
      session: { id, requestId: null, ...what },
      stream,
      socket,
      isOfEarlierCertificate: false,
      isCarried: false,
      addedAt: this.#clock.monotonic(),
    });
    this.#changed();
    return id;
  }

  /** @param requestId null where the gateway's answer is for the browser alone */
  opened(id: string, requestId: RequestId | null): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.session = { ...entry.session, requestId };
    entry.isCarried = true;
    const openedInMs = requestId === null ? null : this.#clock.monotonic() - entry.addedAt;
    this.#ports.carried(entry.session, entry.socket, openedInMs);
    this.#changed();
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    if (entry.isCarried) {
      this.#ports.ended(id);
      this.#ended.push(entry.session);
      if (this.#ended.length > rememberedEnds) this.#ended.shift();
    }
    this.#changed();
  }

  /**
   * Whose access a gateway speaks of, on another connection than its own. A browser's requests have ids that nobody here has
   * seen: it is the one user's who is connected to that host, or was.
   */
  whose({ requestId, destination }: Denial): Whose {
    const known = [...this.#ended, ...[...this.#entries.values()].map(({ session }) => session)];
    const named = known.find((session) => session.requestId === requestId);
    if (named !== undefined) return named.uid;
    if (destination === null) return 'device';
    const passed = known.filter((session) => session.requestId === null && session.destination === destination);
    const [uid, ...others] = new Set(passed.map((session) => session.uid));
    return uid === undefined || others.length > 0 ? 'unknown' : uid;
  }

  /** Whatever is carried now may be so over a connection that showed the certificate before. */
  certificateChanged(): void {
    for (const entry of this.#entries.values()) entry.isOfEarlierCertificate = true;
  }

  /** What gateways are asked to let go on with the certificate of now. */
  ofEarlierCertificates(): readonly RequestId[] {
    return [...this.#entries.values()].flatMap(({ session: { requestId }, isOfEarlierCertificate }) =>
      isOfEarlierCertificate && requestId !== null ? [requestId] : [],
    );
  }

  /** Resets what the gateway has cut, if its end has not come here yet. */
  reset(requestId: RequestId): void {
    for (const entry of this.#entries.values()) if (entry.session.requestId === requestId) entry.stream.reset();
  }

  /** Tells at once what is still to be told, and nothing later. */
  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#ports.changed([...this.#entries.values()].map((entry) => entry.session));
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => this.flush(), togetherMs).unref();
  }
}
