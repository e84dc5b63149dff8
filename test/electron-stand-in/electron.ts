// biome-ignore-all lint/performance/noBarrelFile: it is the module of that name, and has to export what that exports.
// The module `electron`, as the app's main process imports it.

import { covered } from './modules/covered.ts';
import * as desktop from './modules/desktop.ts';
import { nativeImage as images } from './modules/native-image.ts';
import { nativeTheme as theme } from './modules/native-theme.ts';
import { session } from './modules/session.ts';
import { BrowserWindow } from './windows/browser-window.ts';
import { WebContents } from './windows/web-contents.ts';

export { app } from './modules/app.ts';
export { ipcMain } from './modules/ipc-main.ts';
export { Menu, MenuItem } from './modules/menu.ts';
export { Notification } from './modules/notification.ts';
export { Tray } from './modules/tray.ts';
export { BrowserWindow, session };

export const clipboard = covered<Electron.Clipboard>('clipboard', desktop.clipboard);
export const dialog = covered<Electron.Dialog>('dialog', desktop.dialog);
export const nativeImage = covered<typeof Electron.nativeImage>('nativeImage', images);
export const nativeTheme = covered<Electron.NativeTheme>('nativeTheme', theme);
export const net = covered<Electron.Net>('net', desktop.net);
export const powerMonitor = covered<Electron.PowerMonitor>('powerMonitor', desktop.powerMonitor);
export const protocol = session.defaultSession.protocol;
export const screen = covered<Electron.Screen>('screen', desktop.screen);
export const shell = covered<Electron.Shell>('shell', desktop.shell);

export const webContents = {
  getAllWebContents: () => [...WebContents.all()],
  fromId: (id: number) => WebContents.all().find((contents) => contents.id === id) ?? null,
  fromDevToolsTargetId: (targetId: string) => BrowserWindow.fromTarget(targetId)?.webContents ?? null,
};
