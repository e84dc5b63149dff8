// One window's page in Chromium: the preload in its world, the way to it and back, the app's answers to its requests.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { addressInApp, addressInBrowser } from '../browser/addresses.ts';
import type { CdpSession, PausedRequest } from '../browser/cdp.ts';
import type { OpenedPage } from '../browser/pages.ts';
import { pageScript, preloadScript } from '../in-page/scripts.ts';
import type { IpcAnswer, IpcMessage } from '../modules/ipc-main.ts';
import { ownSchemes } from '../modules/protocol.ts';

const world = 'electron-preload';
const ways = { out: '__toMain', back: '__fromMain' };

/** What the window makes of what happens in its page. */
export interface PageListener {
  /** The answer, or null where none is awaited. */
  onIpc(message: IpcMessage): Promise<IpcAnswer | null>;
  /** Whether the page may leave for there by itself. */
  mayNavigate(url: string): boolean;
  /** Whether the request may be made at all. */
  mayRequest(request: PausedRequest): Promise<boolean>;
  /** The app's own answer to it, or null where the request goes elsewhere. */
  answer(request: PausedRequest): Promise<Response | null>;
  onWindowOpen(url: string, frameName: string): void;
  onNavigated(url: string): void;
  onDomReady(): void;
  onLoaded(): void;
  onPainted(): void;
}

export class Page {
  readonly #session: CdpSession;
  readonly #mainFrame: string;
  readonly #listener: PageListener;
  readonly #preloads = new Set<number>();
  /** Where the page itself asked to go, until it is decided. */
  #wish: string | null = null;
  #loaded = Promise.withResolvers<void>();

  constructor({ session, targetId }: OpenedPage, listener: PageListener) {
    this.#session = session;
    // Chromium calls a page's main frame as it calls the page.
    this.#mainFrame = targetId;
    this.#listener = listener;
    this.#watch();
  }

  async prepare(preload: string | undefined): Promise<void> {
    const { send } = this.#session;
    const secret = randomBytes(16).toString('hex');
    await Promise.all([
      send('Runtime.enable'),
      send('Page.enable'),
      send('Page.setLifecycleEventsEnabled', { enabled: true }),
      send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      ...(preload === undefined ? [] : this.#addPreload(secret, readFileSync(preload, 'utf8'))),
      send('Runtime.runIfWaitingForDebugger'),
    ]);
  }

  #addPreload(secret: string, preload: string): readonly Promise<unknown>[] {
    const { send } = this.#session;
    return [
      send('Runtime.addBinding', { name: ways.out, executionContextName: world }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(secret) }),
      send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript(secret, ways, preload),
        worldName: world,
      }),
    ];
  }

  /** Resolves when it is loaded. @throws Error as Electron's `loadURL` words it */
  async load(url: string): Promise<void> {
    this.#loaded = Promise.withResolvers();
    const { errorText } = await this.#session.send('Page.navigate', { url: addressInBrowser(url, ownSchemes) });
    if (errorText !== undefined) throw new Error(`${errorText.replace('net::', '')} loading '${url}'`);
    await this.#loaded.promise;
  }

  async reload(): Promise<void> {
    await this.#session.send('Page.reload');
  }

  /** Into the preload's world, in the order of the calls. */
  tell(message: object): void {
    const expression = `${ways.back}(${JSON.stringify(JSON.stringify(message))})`;
    for (const contextId of this.#preloads)
      this.#session.send('Runtime.evaluate', { contextId, expression }).catch(() => undefined);
  }

  async evaluate(expression: string): Promise<unknown> {
    const answer = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', answer);
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async picture(): Promise<Buffer> {
    const { data } = await this.#session.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  /** For the pages of this address. */
  async setPermission(url: string, name: string, isGranted: boolean): Promise<void> {
    const { origin, protocol } = new URL(addressInBrowser(url, ownSchemes));
    if (!protocol.startsWith('http')) return;
    const setting = isGranted ? 'granted' : 'denied';
    await this.#session.send('Browser.setPermission', { permission: { name }, setting, origin });
  }

  async setColorScheme(value: 'light' | 'dark'): Promise<void> {
    await this.#session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  #watch(): void {
    const { on } = this.#session;
    on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === world) this.#preloads.add(context.id);
    });
    on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#preloads.delete(executionContextId));
    on('Runtime.executionContextsCleared', () => this.#preloads.clear());
    on('Runtime.bindingCalled', ({ payload }) => void this.#take(JSON.parse(payload)));
    on('Page.frameRequestedNavigation', ({ frameId, reason, url }) => {
      if (frameId === this.#mainFrame && reason !== 'reload') this.#wish = url;
    });
    on('Page.windowOpen', ({ url, windowName }) => this.#listener.onWindowOpen(addressInApp(url), windowName));
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#listener.onNavigated(addressInApp(frame.url));
    });
    on('Page.domContentEventFired', () => this.#listener.onDomReady());
    on('Page.loadEventFired', () => {
      this.#loaded.resolve();
      this.#listener.onLoaded();
    });
    on('Page.lifecycleEvent', ({ name, frameId }) => {
      if (name === 'firstPaint' && frameId === this.#mainFrame) this.#listener.onPainted();
    });
    on('Fetch.requestPaused', (paused) => void this.#answer(paused).catch(() => undefined));
  }

  async #take(message: IpcMessage): Promise<void> {
    const answer = await this.#listener.onIpc(message);
    if (answer !== null) this.tell(answer);
  }

  async #answer(paused: PausedRequest): Promise<void> {
    const { requestId } = paused;
    const { send } = this.#session;
    if (!this.#mayLeave(paused)) {
      await send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    if (!(await this.#listener.mayRequest(paused))) {
      await send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    try {
      const response = isForTab(paused) ? new Response(null, { status: 204 }) : await this.#listener.answer(paused);
      if (response === null) await send('Fetch.continueRequest', { requestId });
      else await this.#fulfil(requestId, response);
    } catch {
      await send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    }
  }

  #mayLeave({ frameId, resourceType, request }: PausedRequest): boolean {
    if (resourceType !== 'Document' || frameId !== this.#mainFrame || request.url !== this.#wish) return true;
    this.#wish = null;
    return this.#listener.mayNavigate(addressInApp(request.url));
  }

  async #fulfil(requestId: string, response: Response): Promise<void> {
    await this.#session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }
}

/** Chromium looks for a picture for the tab, which Electron's windows have not. */
function isForTab({ resourceType, request }: PausedRequest): boolean {
  return resourceType === 'Other' && new URL(request.url).pathname === '/favicon.ico';
}
