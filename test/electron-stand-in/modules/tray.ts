// `Tray`: keeps what it was given. The tray of a Linux desktop is spoken to over D-Bus by the app itself.

import { EventEmitter } from 'node:events';
import type { Menu } from './menu.ts';

export class Tray extends EventEmitter {
  #image: Electron.NativeImage | string;
  #toolTip = '';
  #menu: Menu | null = null;
  #isDestroyed = false;

  constructor(image: Electron.NativeImage | string) {
    super();
    this.#image = image;
  }

  setImage(image: Electron.NativeImage | string): void {
    this.#image = image;
  }

  setToolTip(toolTip: string): void {
    this.#toolTip = toolTip;
  }

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
  }

  destroy(): void {
    this.#isDestroyed = true;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  /** For whoever looks at it from outside. */
  get shown(): { readonly image: Electron.NativeImage | string; readonly toolTip: string; readonly menu: Menu | null } {
    return { image: this.#image, toolTip: this.#toolTip, menu: this.#menu };
  }

  readonly setPressedImage = () => undefined;
  readonly setTitle = () => undefined;
  readonly setIgnoreDoubleClickEvents = () => undefined;
  readonly popUpContextMenu = () => undefined;
  readonly closeContextMenu = () => undefined;
  readonly displayBalloon = () => undefined;
}
