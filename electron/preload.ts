// Gives the page two typed clients and one subscription, and nothing else.

import { contextBridge, ipcRenderer } from 'electron';
import { channels } from '../shared/shell/channels.ts';
import type { GuiState } from '../shared/shell/gui-state.ts';
import type { StileBridge } from '../shared/shell/shell-contract.ts';

const bridge: StileBridge = {
  agent: (name, params) => ipcRenderer.invoke(channels.agent, name, params),
  shell: (name, params) => ipcRenderer.invoke(channels.shell, name, params),
  onGui(listener) {
    const hear = (_event: unknown, state: GuiState) => listener(state);
    ipcRenderer.on(channels.gui, hear);
    // Asking for it is what makes the main process tell it, at once and from then on.
    ipcRenderer.send(channels.gui);
    return () => ipcRenderer.off(channels.gui, hear);
  },
};

contextBridge.exposeInMainWorld('stile', bridge);
