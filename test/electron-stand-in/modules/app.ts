// `app`: the life of the application, from ready to quit.

import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { BrowserWindow } from '../windows/browser-window.ts';
import { commandLine, readCommandLine } from './command-line.ts';
import { covered } from './covered.ts';
import { preventable } from './events.ts';
import { takeInstanceLock } from './instance-lock.ts';
import { allFinished } from './life.ts';
import { Paths } from './paths.ts';

class App extends EventEmitter {
  readonly commandLine = covered<Electron.CommandLine>('app.commandLine', commandLine);
  readonly isPackaged = false;
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Paths(() => this.getName());
  #isReady = false;
  #isQuitting = false;
  #name: string | null = null;
  #lock: { release(): void } | null = null;

  constructor() {
    super();
    BrowserWindow.onMade((window) => {
      this.emit('web-contents-created', {}, window.webContents);
      this.emit('browser-window-created', {}, window);
    });
    BrowserWindow.onLastClosed(() => {
      if (this.#isQuitting || this.emit('window-all-closed')) return;
      this.quit();
    });
    process.on('exit', () => this.#lock?.release());
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Called by the stand-in when the app's code is loaded and the browser is there. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  get isQuitting(): boolean {
    return this.#isQuitting;
  }

  get name(): string {
    return this.getName();
  }

  getName(): string {
    return this.#name ?? manifest().productName ?? manifest().name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getVersion(): string {
    return manifest().version;
  }

  getAppPath(): string {
    return path.resolve(readCommandLine(process.argv.slice(1)).app);
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return this.#paths.get(name);
  }

  setPath(name: string, place: string): void {
    this.#paths.set(name, place);
  }

  /** Of the desktop's own setting, the first that names a language. */
  getLocale(): string {
    return this.getPreferredSystemLanguages()[0] ?? 'en-US';
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): string[] {
    const { LANGUAGE = '', LC_ALL, LC_MESSAGES, LANG = '' } = process.env;
    const named = [...LANGUAGE.split(':'), LC_ALL ?? LC_MESSAGES ?? LANG];
    const languages = named.map((each) => each.replace(/[.@].*$/, '').replace('_', '-'));
    const known = languages.filter((each) => /^[a-z]{2,3}(?:-|$)/i.test(each));
    return known.length === 0 ? ['en-US'] : [...new Set(known)];
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    const self = { argv: process.argv, cwd: process.cwd(), data: additionalData };
    this.#lock ??= takeInstanceLock(this.getPath('userData'), self, ({ argv, cwd, data }) =>
      this.emit('second-instance', preventable(), argv, cwd, data),
    );
    return this.#lock !== null;
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock !== null;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  // What the desktop would be told; nothing of this machine is changed.
  readonly setAsDefaultProtocolClient = () => true;
  readonly removeAsDefaultProtocolClient = () => true;
  readonly isDefaultProtocolClient = () => false;
  readonly setLoginItemSettings = () => undefined;
  readonly getLoginItemSettings = () =>
    covered<Electron.LoginItemSettings>('LoginItemSettings', { openAtLogin: false });
  readonly setAppUserModelId = () => undefined;
  readonly setAboutPanelOptions = () => undefined;
  readonly disableHardwareAcceleration = () => undefined;
  readonly enableSandbox = () => undefined;
  readonly setBadgeCount = () => false;
  readonly focus = () => undefined;
  readonly hide = () => undefined;
  readonly show = () => undefined;
  readonly getAppMetrics = () => [];
  readonly relaunch = () => undefined;

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    void this.#quit();
  }

  async #quit(): Promise<void> {
    if (this.#isPrevented('before-quit')) return;
    for (const window of BrowserWindow.all()) window.close();
    // A window that stays keeps the app.
    if (BrowserWindow.all().length > 0 || this.#isPrevented('will-quit')) {
      this.#isQuitting = false;
      return;
    }
    await this.#end(0);
  }

  #isPrevented(event: 'before-quit' | 'will-quit'): boolean {
    const asked = preventable();
    this.emit(event, asked);
    if (asked.defaultPrevented) this.#isQuitting = false;
    return asked.defaultPrevented;
  }

  exit(exitCode = 0): void {
    this.#isQuitting = true;
    for (const window of BrowserWindow.all()) window.destroy();
    void this.#end(exitCode);
  }

  async #end(exitCode: number): Promise<void> {
    this.emit('quit', {}, exitCode);
    await allFinished();
    process.exit(exitCode);
  }
}

interface Manifest {
  readonly name: string;
  readonly productName?: string;
  readonly version: string;
}

let read: Manifest | null = null;

/** The app's own package.json; of an app that is a single file there is none. */
function manifest(): Manifest {
  read ??= readManifest(path.resolve(readCommandLine(process.argv.slice(1)).app));
  return read;
}

function readManifest(place: string): Manifest {
  try {
    return JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  } catch {
    return { name: 'Electron', version: '0.0.0' };
  }
}

export const standInApp = new App();
/** Typed as the real one: whatever the app uses of it and is not above says so. */
export const app: Electron.App = covered<Electron.App>('app', standInApp);
