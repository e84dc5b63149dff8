// The only place that hears the pages: hands what they send to the gate, and tells the state to a page that asked for it.

import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { channels } from '../shared/shell/channels.ts';
import type { PageGate, Sender } from './calls/page-gate.ts';
import type { GuiStore } from './gui-store.ts';

export function servePages(options: {
  readonly gate: PageGate;
  readonly store: GuiStore;
  /** The window that is open now. */
  readonly window: () => BrowserWindow | null;
}): Disposable {
  const { gate, store } = options;
  let listening: WebContents | null = null;

  function senderOf(event: IpcMainEvent | IpcMainInvokeEvent): Sender {
    const contents = options.window()?.webContents ?? null;
    const frame = event.senderFrame;
    return {
      isMainFrameOfWindow: contents !== null && event.sender === contents && frame === contents.mainFrame,
      url: frame?.url ?? '',
    };
  }

  ipcMain.handle(channels.agent, (event, name: unknown, params: unknown) => gate.agent(senderOf(event), name, params));
  ipcMain.handle(channels.shell, (event, name: unknown, params: unknown) => gate.shell(senderOf(event), name, params));
  ipcMain.on(channels.gui, (event) => {
    if (!gate.mayListen(senderOf(event))) return;
    listening = event.sender;
    event.sender.once('destroyed', () => {
      if (listening === event.sender) listening = null;
    });
    event.sender.send(channels.gui, store.current);
  });
  const off = store.onChange((state) => {
    if (listening !== null && !listening.isDestroyed()) listening.send(channels.gui, state);
  });

  return {
    [Symbol.dispose]() {
      off();
      for (const channel of [channels.agent, channels.shell]) ipcMain.removeHandler(channel);
      ipcMain.removeAllListeners(channels.gui);
    },
  };
}
