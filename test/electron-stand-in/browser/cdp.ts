// Speaks Chromium's DevTools protocol over two pipes, in sessions: one of the browser, one for each page.

import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from 'playwright';

/** Of the protocol's events those that are listened to here. */
export interface CdpEvents {
  'Target.attachedToTarget': {
    readonly sessionId: string;
    readonly targetInfo: {
      readonly targetId: string;
      readonly type: string;
      readonly url: string;
      readonly openerId?: string;
    };
    readonly waitingForDebugger: boolean;
  };
  'Target.targetDestroyed': { readonly targetId: string };
  'Target.targetCrashed': { readonly targetId: string };
  'Runtime.bindingCalled': { readonly name: string; readonly payload: string; readonly executionContextId: number };
  'Runtime.executionContextCreated': { readonly context: { readonly id: number; readonly name: string } };
  'Runtime.executionContextDestroyed': { readonly executionContextId: number };
  'Runtime.executionContextsCleared': Readonly<Record<string, never>>;
  'Page.domContentEventFired': { readonly timestamp: number };
  'Page.loadEventFired': { readonly timestamp: number };
  'Page.lifecycleEvent': { readonly frameId: string; readonly name: string };
  /** The page itself wants to go somewhere. */
  'Page.frameRequestedNavigation': { readonly frameId: string; readonly reason: string; readonly url: string };
  'Page.windowOpen': { readonly url: string; readonly windowName: string };
  'Page.frameNavigated': {
    readonly frame: { readonly id: string; readonly parentId?: string; readonly url: string };
  };
  'Fetch.requestPaused': PausedRequest;
}

export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postData?: string;
  };
}

export interface CdpSession {
  readonly send: CDPSession['send'];
  on<E extends keyof CdpEvents>(event: E, listener: (payload: CdpEvents[E]) => void): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Listener = (payload: unknown) => void;

export class Cdp {
  readonly #toBrowser: Writable;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #listeners = new Map<string, Listener[]>();
  #lastId = 0;
  #isOver = false;

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    this.#toBrowser = toBrowser;
    let rest = '';
    fromBrowser.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#take(JSON.parse(part));
    });
    fromBrowser.once('close', () => this.#end());
    toBrowser.on('error', () => this.#end());
  }

  /** The browser's own session, or that of the target it was attached to. */
  session(sessionId = ''): CdpSession {
    const send = async (method: string, params?: unknown) => this.#send(sessionId, method, params);
    return {
      // The table of commands is the protocol's own; here they are names and values.
      send: send as CDPSession['send'],
      on: (event, listener) => {
        const key = `${sessionId} ${event}`;
        this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener as Listener]);
      },
    };
  }

  async #send(sessionId: string, method: string, params: unknown): Promise<unknown> {
    if (this.#isOver) throw new Error(`${method}: the browser has ended`);
    this.#lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#lastId, answer);
    const message = { id: this.#lastId, method, params, ...(sessionId === '' ? {} : { sessionId }) };
    this.#toBrowser.write(`${JSON.stringify(message)}\0`);
    return answer.promise;
  }

  #take({ id, method, params, sessionId = '', result, error }: Message): void {
    if (id === undefined) {
      for (const listener of this.#listeners.get(`${sessionId} ${method}`) ?? []) listener(params);
      return;
    }
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new Error(error.message));
  }

  #end(): void {
    this.#isOver = true;
    for (const answer of this.#waiting.values()) answer.reject(new Error('the browser has ended'));
    this.#waiting.clear();
  }
}
