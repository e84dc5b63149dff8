// The application's menu: none, but where the system looks there for the keys that edit text.

import { Menu } from 'electron';
import type { Traits } from '../traits.ts';

/** No entry ends the shell: whether its user may is the organisation's to say, and the tray's to offer. */
export function setAppMenu({ hasAppMenu }: Pick<Traits, 'hasAppMenu'>): void {
  Menu.setApplicationMenu(
    hasAppMenu
      ? Menu.buildFromTemplate([
          { label: 'Stile', submenu: [{ role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }] },
          { role: 'editMenu' },
          { label: 'Window', role: 'window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
        ])
      : null,
  );
}
