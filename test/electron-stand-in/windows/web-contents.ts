// `webContents`: the page of a window, as the app's code has it in hand.

import { EventEmitter } from 'node:events';
import type { PausedRequest } from '../browser/cdp.ts';
import { covered } from '../modules/covered.ts';
import { preventable } from '../modules/events.ts';
import { type IpcAnswer, type IpcMessage, ipcMain } from '../modules/ipc-main.ts';
import { pictureOf } from '../modules/native-image.ts';
import { permissions } from '../modules/permissions.ts';
import { answerOwn } from '../modules/protocol.ts';
import { defaultSession, mayHave, mayRequest } from '../modules/session.ts';
import type { BrowserWindow } from './browser-window.ts';
import type { Page, PageListener } from './page.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

let lastId = 0;
const all = new Set<WebContents>();

export class WebContents extends EventEmitter implements PageListener {
  readonly id: number;
  readonly session: Electron.Session;
  /** Like Electron's, the same object for every call of this frame. */
  readonly mainFrame: Electron.WebFrameMain;
  readonly #owner: BrowserWindow;
  readonly #page: Promise<Page>;
  #openHandler: OpenHandler | null = null;
  /** The window that the page asked for last. */
  #wanted = { url: 'about:blank', frameName: '' };
  #url = '';
  #isLoading = false;

  constructor(owner: BrowserWindow, page: Promise<Page>, session: Electron.Session = defaultSession) {
    super();
    lastId += 1;
    this.id = lastId;
    this.session = session;
    this.#owner = owner;
    this.#page = page;
    const frame = {
      parent: null,
      frameTreeNodeId: lastId,
      processId: lastId,
      routingId: 1,
      isDestroyed: () => this.isDestroyed(),
    };
    this.mainFrame = covered<Electron.WebFrameMain>(
      'webFrameMain',
      Object.defineProperties(frame, {
        url: { get: () => this.#url, enumerable: true },
        origin: { get: () => originOf(this.#url), enumerable: true },
        top: { get: () => this.mainFrame },
      }),
    );
    all.add(this);
  }

  static all(): readonly WebContents[] {
    return [...all];
  }

  get owner(): BrowserWindow {
    return this.#owner;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    void this.#page.then((page) => page.tell({ channel, args }));
  }

  getURL(): string {
    return this.#url;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isDestroyed(): boolean {
    return this.#owner.isDestroyed();
  }

  isCrashed(): boolean {
    return false;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    this.#isLoading = true;
    this.emit('did-start-loading');
    try {
      const page = await this.#page;
      await this.#settlePermissions(page, url);
      await page.load(url);
    } catch (error) {
      this.#isLoading = false;
      this.emit('did-fail-load', {}, -2, String(error), url, true, 1, 1);
      throw error;
    }
  }

  async #settlePermissions(page: Page, url: string): Promise<void> {
    for (const [name, nameInElectron] of permissions)
      await page.setPermission(url, name, await mayHave(this, nameInElectron));
  }

  reload(): void {
    void this.#page.then((page) => page.reload());
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#page).evaluate(code);
  }

  async capturePage(): Promise<Electron.NativeImage> {
    return pictureOf(await (await this.#page).picture());
  }

  close(): void {
    this.#owner.close();
  }

  // There is no such tool, no such setting and no such lock in the stand-in; asking for it changes nothing.
  readonly openDevTools = () => undefined;
  readonly closeDevTools = () => undefined;
  readonly focus = () => undefined;
  readonly setZoomFactor = () => undefined;
  readonly setZoomLevel = () => undefined;
  readonly setVisualZoomLevelLimits = async () => undefined;
  readonly setBackgroundThrottling = () => undefined;
  readonly getProcessId = () => this.id;
  readonly getOSProcessId = () => 0;

  onIpc(message: IpcMessage): Promise<IpcAnswer | null> {
    const senderFrame = this.mainFrame;
    // The whole of what this stands for is in Electron's declarations; what is used of it is here.
    const event = { type: 'frame', sender: this, senderFrame, processId: this.id, frameId: 1, returnValue: undefined };
    return ipcMain.take(event as unknown as Electron.IpcMainInvokeEvent, message);
  }

  mayNavigate(url: string): boolean {
    const event = preventable({ url, isMainFrame: true, isSameDocument: false, frame: this.mainFrame });
    this.emit('will-navigate', event, url, false, true, 1, 1);
    return !event.defaultPrevented;
  }

  mayRequest(request: PausedRequest): Promise<boolean> {
    return mayRequest(this, request);
  }

  answer(request: PausedRequest): Promise<Response | null> {
    return answerOwn(this.session.protocol, request);
  }

  /** Said before the window is there; what the app thinks of it is asked when it is. */
  onWindowOpen(url: string, frameName: string): void {
    this.#wanted = { url, frameName };
  }

  /** Electron lets a page open windows unless the app says otherwise. */
  mayOpenWindow(): boolean {
    const referrer = { url: '', policy: 'default' } as const;
    const details = { ...this.#wanted, features: '', disposition: 'new-window', referrer } as const;
    return this.#openHandler === null || this.#openHandler(details).action === 'allow';
  }

  onNavigated(url: string): void {
    this.#url = url;
    this.emit('did-navigate', {}, url, 200, 'OK');
  }

  onDomReady(): void {
    this.emit('dom-ready', {});
  }

  onLoaded(): void {
    this.#isLoading = false;
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
  }

  onPainted(): void {
    this.#owner.painted();
  }

  crashed(): void {
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  }

  destroyed(): void {
    all.delete(this);
    this.emit('destroyed');
  }
}

function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? 'null';
}
