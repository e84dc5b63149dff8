// Lets the page and the preload's world call each other's functions, as Electron's context bridge does; the same code runs in both.

export interface JoinedWorlds {
  /** Gives the other world a value under this name: functions become functions, promises promises, the rest is copied. */
  give(name: string, value: unknown): void;
  /** Called with each value that the other world gives. */
  take(taker: (name: string, value: unknown) => void): void;
}

/**
 * Both worlds see the same document, so events on it are heard in both; nobody else knows their names. Everything used later
 * is taken hold of now, before the page's own scripts run. Self-contained, since only its text gets into the window.
 */
export function joinWorlds(secret: string, here: 'page' | 'preload'): JoinedWorlds {
  const there = here === 'page' ? 'preload' : 'page';
  const { parse, stringify } = JSON;
  const heard = document.addEventListener.bind(document);
  const dispatch = document.dispatchEvent.bind(document);
  const DomEvent = CustomEvent;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let answer: { readonly value?: unknown; readonly error?: string } = {};

  function tell(kind: string, body: unknown): void {
    const detail = stringify(body, (_key, value: unknown) => packed(value));
    dispatch(new DomEvent(`${secret}:${there}:${kind}`, { detail }));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what JSON gives; each listener knows what the other world sends.
  function hear(kind: string, listener: (body: any) => void): void {
    heard(`${secret}:${here}:${kind}`, (event) =>
      listener(parse((event as CustomEvent<string>).detail, (_key, value: unknown) => unpacked(value))),
    );
  }

  function packed(value: unknown): unknown {
    if (value === undefined) return { [secret]: 'nothing' };
    if (typeof value === 'function') {
      lastId += 1;
      functions.set(lastId, value as (...args: unknown[]) => unknown);
      return { [secret]: 'function', id: lastId };
    }
    if (!(value instanceof Promise)) return value;
    lastId += 1;
    const id = lastId;
    value.then(
      (result) => tell('settled', { id, result }),
      (error) => tell('settled', { id, error: String(error?.message ?? error) }),
    );
    return { [secret]: 'promise', id };
  }

  function unpacked(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, secret)) return value;
    const { [secret]: kind, id } = value as { readonly id: number; readonly [secret: string]: unknown };
    if (kind === 'function') return (...args: unknown[]) => call(id, args);
    if (kind !== 'promise') return undefined;
    const promise = Promise.withResolvers<unknown>();
    promises.set(id, promise);
    return promise.promise;
  }

  /** Events are dispatched at once, so the answer is there when this returns. */
  function call(id: number, args: unknown[]): unknown {
    tell('call', { id, args });
    const { value, error } = answer;
    answer = {};
    if (error !== undefined) throw new Error(error);
    return value;
  }

  hear('call', ({ id, args }) => {
    try {
      tell('answer', { value: functions.get(id)?.(...args) });
    } catch (error) {
      tell('answer', { error: String((error as Error)?.message ?? error) });
    }
  });
  hear('answer', (body) => {
    answer = body;
  });
  hear('settled', ({ id, result, error }) => {
    const promise = promises.get(id);
    promises.delete(id);
    if (error === undefined) promise?.resolve(result);
    else promise?.reject(new Error(error));
  });
  return {
    give: (name, value) => tell('give', { name, value }),
    take: (taker) => hear('give', ({ name, value }) => taker(name, value)),
  };
}
