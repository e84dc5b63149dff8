// `BrowserWindow`: a window of the app, which is one page of Chromium.

import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { OpenedPage, Pages } from '../browser/pages.ts';
import { preventable } from '../modules/events.ts';
import { finishBeforeEnd } from '../modules/life.ts';
import { colorScheme, onColorScheme } from '../modules/native-theme.ts';
import { Page } from './page.ts';
import { WebContents } from './web-contents.ts';

type Options = Electron.BrowserWindowConstructorOptions;

const windows = new Set<BrowserWindow>();
const pages = Promise.withResolvers<Pages>();
let lastId = 0;
let whenLastClosed: () => void = () => undefined;
let whenMade: (window: BrowserWindow) => void = () => undefined;

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #opened: Promise<OpenedPage>;
  readonly #page: Promise<Page>;
  #bounds: Electron.Rectangle;
  #title: string;
  #targetId: string | null = null;
  #isDestroyed = false;
  #isVisible: boolean;
  #isFocused = false;
  #isMinimized = false;
  #isPainted = false;

  constructor(options: Options = {}) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#title = options.title ?? 'Electron';
    this.#isVisible = options.show ?? true;
    windows.add(this);
    this.#opened = pages.promise.then((open) => open.open(this.#bounds.width, this.#bounds.height));
    this.#page = this.#opened.then((opened) => this.#prepare(opened, options.webPreferences?.preload));
    this.#page.catch(() => undefined);
    this.webContents = new WebContents(this, this.#page, options.webPreferences?.session);
    whenMade(this);
  }

  /** Called by the stand-in once the browser is there; windows wait for it. */
  static openIn(browserPages: Pages): void {
    pages.resolve(browserPages);
    onColorScheme((scheme) => {
      for (const window of windows)
        void window.#page.then((page) => page.setColorScheme(scheme)).catch(() => undefined);
    });
  }

  static onMade(listener: (window: BrowserWindow) => void): void {
    whenMade = listener;
  }

  static onLastClosed(listener: () => void): void {
    whenLastClosed = listener;
  }

  static all(): readonly BrowserWindow[] {
    return [...windows];
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].find((window) => window.#isFocused) ?? null;
  }

  static fromId(id: number): BrowserWindow | null {
    return [...windows].find((window) => window.id === id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return contents.owner.isDestroyed() ? null : contents.owner;
  }

  static fromTarget(targetId: string): BrowserWindow | null {
    return [...windows].find((window) => window.#targetId === targetId) ?? null;
  }

  async #prepare(opened: OpenedPage, preload: string | undefined): Promise<Page> {
    this.#targetId = opened.targetId;
    void opened.gone.then(() => this.destroy());
    opened.onCrash(() => this.webContents.crashed());
    const page = new Page(opened, this.webContents);
    const { width, height } = this.#bounds;
    await Promise.all([page.prepare(preload), opened.resize(width, height), page.setColorScheme(colorScheme())]);
    return page;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  loadFile(file: string): Promise<void> {
    return this.webContents.loadURL(pathToFileURL(file).href);
  }

  /** Told by the page; Electron says it once, and of hidden windows too. */
  painted(): void {
    if (this.#isPainted || this.#isDestroyed) return;
    this.#isPainted = true;
    this.emit('ready-to-show');
  }

  show(): void {
    this.#isMinimized = false;
    if (!this.#isVisible) {
      this.#isVisible = true;
      this.emit('show');
    }
    this.focus();
  }

  showInactive(): void {
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    this.#isVisible = false;
    this.blur();
    this.emit('hide');
  }

  focus(): void {
    if (this.#isFocused) return;
    for (const window of windows) window.blur();
    this.#isFocused = true;
    this.emit('focus');
  }

  blur(): void {
    if (!this.#isFocused) return;
    this.#isFocused = false;
    this.emit('blur');
  }

  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }

  close(): void {
    if (this.#isDestroyed) return;
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this);
    finishBeforeEnd(this.#closePage());
    this.webContents.destroyed();
    this.emit('closed');
    if (windows.size === 0) whenLastClosed();
  }

  async #closePage(): Promise<void> {
    const [opened, open] = await Promise.all([this.#opened, pages.promise]);
    await open.close(opened.targetId);
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isMinimized;
  }

  isFocused(): boolean {
    return this.#isFocused;
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  getTitle(): string {
    return this.#title;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    const { width, height } = this.#bounds;
    finishBeforeEnd(this.#opened.then((opened) => opened.resize(width, height)));
    this.emit('resize');
  }

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  capturePage(): Promise<Electron.NativeImage> {
    return this.webContents.capturePage();
  }

  // Windows have no frame, menu or place on a desktop here.
  readonly setMenu = () => undefined;
  readonly removeMenu = () => undefined;
  readonly setMenuBarVisibility = () => undefined;
  readonly setAutoHideMenuBar = () => undefined;
  readonly setIcon = () => undefined;
  readonly setBackgroundColor = () => undefined;
  readonly setSkipTaskbar = () => undefined;
  readonly setContentProtection = () => undefined;
  readonly setMinimumSize = () => undefined;
  readonly center = () => undefined;
  readonly moveTop = () => undefined;
  readonly flashFrame = () => undefined;
  readonly isMaximized = () => false;
  readonly isFullScreen = () => false;
}
