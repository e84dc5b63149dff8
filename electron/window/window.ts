// The one window: made when it is wanted, with everything dangerous off, and gone when it is closed.

import { BrowserWindow, nativeImage, nativeTheme, type Session } from 'electron';
import { appIcon } from '../tray/icon/icon.ts';
import { png } from '../tray/icon/png.ts';
import { pageUrl } from './page-files.ts';
import type { Bounds } from './window-bounds.ts';

export interface ShellWindow {
  /** The window that is open now. */
  readonly current: BrowserWindow | null;
  /** Opens it, or brings it to the front. */
  show(): void;
}

export interface WindowOptions {
  readonly session: Session;
  /** The built preload. */
  readonly preload: string;
  readonly isPackaged: boolean;
  /** Where it was last, if that is still on a screen. */
  readonly place: () => Partial<Bounds>;
  readonly onClosed: (bounds: Bounds) => void;
}

/** Of the page before its styles are there, so that nothing flashes: `--ground` of its tokens. */
const background = { light: '#f5f6f9', dark: '#131519' };
const smallest = { minWidth: 480, minHeight: 480 };
const usual = { width: 1_000, height: 720 };

export function shellWindow(options: WindowOptions): ShellWindow {
  let current: BrowserWindow | null = null;
  // What task bars show; drawn before anybody waits for a window.
  const sign = nativeImage.createFromBuffer(png(appIcon(64)));

  function open(): BrowserWindow {
    const window = new BrowserWindow({
      ...usual,
      ...smallest,
      ...options.place(),
      show: false,
      title: 'Stile',
      icon: sign,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
      webPreferences: {
        session: options.session,
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: !options.isPackaged,
      },
    });
    window.once('ready-to-show', () => window.show());
    window.on('close', () => options.onClosed(window.getNormalBounds()));
    window.on('closed', () => {
      if (current === window) current = null;
    });
    // Its page could not be loaded, or its process died: a window that shows nothing helps nobody.
    window.webContents.on('render-process-gone', () => window.destroy());
    void window.loadURL(pageUrl).catch(() => window.destroy());
    return window;
  }

  return {
    get current() {
      return current;
    },
    show() {
      if (current === null) {
        current = open();
        return;
      }
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
    },
  };
}
