// Knows every local connection that is carried now, and tells it a moment after it changed.

import type { CarriedSession } from '../../shared/agent/agent-state.ts';
import type { RequestId } from '../../shared/ids.ts';

/** Changes within this time are told together. */
const togetherMs = 50;

/** What ends a carried connection at once. */
export interface Resettable {
  reset(): void;
}

interface Entry {
  session: CarriedSession;
  isOfEarlierCertificate: boolean;
  readonly stream: Resettable;
}

export class Sessions {
  readonly #entries = new Map<string, Entry>();
  readonly #tell: (sessions: readonly CarriedSession[]) => void;
  #timer: NodeJS.Timeout | null = null;
  #count = 0;

  constructor(tell: (sessions: readonly CarriedSession[]) => void) {
    this.#tell = tell;
  }

  add(stream: Resettable, what: Pick<CarriedSession, 'destination' | 'osUser' | 'uid' | 'since'>): string {
    this.#count += 1;
    const id = `local-${this.#count}`;
    this.#entries.set(id, {
      session: { id, requestId: null, ...what },
      stream,
      isOfEarlierCertificate: false,
    });
    this.#changed();
    return id;
  }

  opened(id: string, requestId: RequestId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.session = { ...entry.session, requestId };
    this.#changed();
  }

  remove(id: string): void {
    if (this.#entries.delete(id)) this.#changed();
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
    this.#tell([...this.#entries.values()].map((entry) => entry.session));
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => this.flush(), togetherMs).unref();
  }
}
