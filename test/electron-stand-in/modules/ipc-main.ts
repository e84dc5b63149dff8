// `ipcMain`: takes what preloads send and answers what they ask, with Electron's wording of failures.

import { EventEmitter } from 'node:events';

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

/** What a preload sent: `id` where an answer is awaited. */
export interface IpcMessage {
  readonly id?: number;
  readonly channel: string;
  readonly args: readonly unknown[];
}

export type IpcAnswer =
  | { readonly reply: number; readonly value: unknown }
  | { readonly reply: number; readonly error: string };

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Null where nobody waits for an answer. */
  async take(event: Electron.IpcMainInvokeEvent, { id, channel, args }: IpcMessage): Promise<IpcAnswer | null> {
    if (id === undefined) {
      this.emit(channel, event, ...args);
      return null;
    }
    try {
      const handler = this.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return { reply: id, value: await handler(event, ...args) };
    } catch (error) {
      return { reply: id, error: `Error invoking remote method '${channel}': ${error}` };
    }
  }
}

export const ipcMain = new IpcMain() satisfies Pick<
  Electron.IpcMain,
  'handle' | 'handleOnce' | 'removeHandler' | 'on' | 'once' | 'off' | 'removeListener' | 'removeAllListeners'
>;
