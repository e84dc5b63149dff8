// The only file that touches `window.stile`: what the preload gives the page.

import type { StileBridge } from '../shared/shell/shell-contract.ts';

declare global {
  interface Window {
    readonly stile: StileBridge;
  }
}

export const bridge: StileBridge = window.stile;
