// The parts of Electron that reach the desktop around an app: shell, dialogs, clipboard, screen, power.

import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import process from 'node:process';
import type { Part } from './covered.ts';
import { isDesktopThere } from './is-desktop-there.ts';

/** Nobody is there to ask: every question is answered as if it had been dismissed. */
export const dialog = {
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title, content) => void process.stderr.write(`${title}\n${content}\n`),
} satisfies Partial<Electron.Dialog>;

export const shell = {
  openExternal: async (url) => openWithDesktop(url),
  openPath: async (place) =>
    openWithDesktop(place).then(
      () => '',
      (error: Error) => error.message,
    ),
  showItemInFolder: () => undefined,
  beep: () => undefined,
} satisfies Partial<Electron.Shell>;

async function openWithDesktop(what: string): Promise<void> {
  if (!isDesktopThere()) throw new Error(`Failed to open: ${what}: there is no desktop`);
  const child = spawn('/usr/bin/xdg-open', [what], { detached: true, stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
}

let copied = '';

/** The app's own: the clipboard of whoever runs the tests stays as it is. */
export const clipboard = {
  readText: async () => copied,
  writeText: async (text) => {
    copied = text;
  },
  clear: () => {
    copied = '';
  },
} satisfies Partial<Electron.Clipboard>;

const area = { x: 0, y: 0, width: 1280, height: 800 };
const display = {
  id: 1,
  bounds: area,
  workArea: area,
  size: area,
  workAreaSize: area,
  scaleFactor: 1,
  rotation: 0,
} as Partial<Electron.Display> as Electron.Display;

export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayNearestPoint: () => display,
  getDisplayMatching: () => display,
  getCursorScreenPoint: () => ({ x: 0, y: 0 }),
}) satisfies Part<Electron.Screen>;

export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleState: () => 'active' as const,
  getSystemIdleTime: () => 0,
  isOnBatteryPower: () => false,
}) satisfies Part<Electron.PowerMonitor>;

export const net = {
  fetch: (input, init) => fetch(input, init),
  isOnline: () => true,
} satisfies Partial<Electron.Net>;
