// What a sandboxed preload finds: `require` of electron alone, IPC to the main process, the bridge to its page.

import type { JoinedWorlds } from './join-worlds.ts';

/** The name of the way to the main process and of the way back; they exist in the preload's world only. */
export interface Ways {
  readonly out: string;
  readonly back: string;
}

type Listener = (event: { readonly senderId: number }, ...args: unknown[]) => void;
type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;

/** Self-contained, since only its text gets into the window. */
export function preloadWorld({ give }: JoinedWorlds, { out, back }: Ways, preload: Preload): void {
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, readonly Listener[]>();
  let lastId = 0;
  const send = (message: object) => world[out]?.(JSON.stringify(message));

  world[back] = (text) => {
    const { reply, value, error, channel, args } = JSON.parse(text);
    if (channel !== undefined) {
      for (const listener of listeners.get(channel) ?? []) listener({ senderId: 0 }, ...args);
      return;
    }
    const answer = waiting.get(reply);
    waiting.delete(reply);
    if (error === undefined) answer?.resolve(value);
    else answer?.reject(new Error(error));
  };

  const off = (channel: string, listener: Listener) => {
    const others = (listeners.get(channel) ?? []).filter((each) => each !== listener);
    listeners.set(channel, others);
    return ipcRenderer;
  };
  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]) {
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(lastId, answer);
      send({ id: lastId, channel, args });
      return answer.promise;
    },
    send: (channel: string, ...args: unknown[]) => send({ channel, args }),
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    off,
    removeListener: off,
  };
  const contextBridge = { exposeInMainWorld: give };
  const module = { exports: {} };
  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return { contextBridge, ipcRenderer };
    },
    module,
    module.exports,
  );
}
