// What the tray's icon is seen on: which of its palettes fits this desktop's panel.

import type { Traits } from '../../traits.ts';
import type { IconGround } from './icon.ts';

export interface Theme {
  readonly shouldUseDarkColors: boolean;
  /** Windows: of the taskbar, which has a theme of its own. */
  readonly shouldUseDarkColorsForSystemIntegratedUI: boolean;
}

/** Desktops whose panel is dark whatever the theme. */
const darkPanels = /(?:^|:)(?:GNOME|Unity|Pantheon)(?::|$)/i;

export function iconGround(platform: Traits['platform'], theme: Theme, desktop: string | undefined): IconGround {
  switch (platform) {
    case 'darwin':
      return 'template';
    case 'win32':
      return theme.shouldUseDarkColorsForSystemIntegratedUI ? 'dark' : 'light';
    default:
      // Others colour their panel by the theme, and tell nobody the panel's own.
      return theme.shouldUseDarkColors || darkPanels.test(desktop ?? '') ? 'dark' : 'light';
  }
}
