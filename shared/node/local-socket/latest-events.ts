// Keeps the newest snapshot of each event of a contract and tells those who listen.

import type { Contract, EventName, EventPayload } from '../../wire/define-contract.ts';

export interface LatestEvents<K extends Contract> {
  /** Takes a payload that was checked against the event's schema. */
  tell(event: string, payload: unknown): void;
  /** Tells the newest payload at once, if there is one, and every later one until the returned function is called. */
  on<E extends EventName<K>>(event: E, listener: (payload: EventPayload<K, E>) => void): () => void;
  /** The newest payloads as they come; those that a slow reader missed are skipped. */
  each<E extends EventName<K>>(event: E, signal?: AbortSignal): AsyncGenerator<EventPayload<K, E>, void>;
  /** No more will come; every iteration ends. */
  end(): void;
}

type Listener = (payload: unknown) => void;

export function latestEvents<K extends Contract>(): LatestEvents<K> {
  const latest = new Map<string, { readonly payload: unknown }>();
  const listeners = new Map<string, Set<Listener>>();
  const ended = new AbortController();

  function on<E extends EventName<K>>(event: E, listener: (payload: EventPayload<K, E>) => void): () => void {
    // `tell` is given only payloads that the schema of this very event has passed.
    const checked: Listener = (payload) => listener(payload as EventPayload<K, E>);
    const known = latest.get(event);
    if (known !== undefined) checked(known.payload);
    const all = listeners.get(event) ?? new Set<Listener>();
    listeners.set(event, all.add(checked));
    return () => all.delete(checked);
  }

  async function* each<E extends EventName<K>>(
    event: E,
    signal?: AbortSignal,
  ): AsyncGenerator<EventPayload<K, E>, void> {
    const stop = signal === undefined ? ended.signal : AbortSignal.any([ended.signal, signal]);
    const news: EventPayload<K, E>[] = [];
    let wake = Promise.withResolvers<void>();
    const rouse = () => wake.resolve();
    const off = on(event, (payload) => {
      news.splice(0, news.length, payload);
      rouse();
    });
    stop.addEventListener('abort', rouse, { once: true });
    try {
      while (true) {
        yield* news.splice(0);
        if (news.length > 0) continue;
        if (stop.aborted) return;
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
    } finally {
      off();
      stop.removeEventListener('abort', rouse);
    }
  }

  return {
    tell(event, payload) {
      latest.set(event, { payload });
      for (const listener of listeners.get(event) ?? []) listener(payload);
    },
    on,
    each,
    end: () => ended.abort(),
  };
}
