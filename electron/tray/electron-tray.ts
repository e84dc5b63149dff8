// The same tray by Electron's own: on Windows and macOS, and on Linux where there is no session bus.

import type { MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { Standing } from '../../shared/shell/standing.ts';
import { type IconGround, icon } from './icon/icon.ts';
import { png } from './icon/png.ts';
import type { TrayAction } from './tray-action.ts';
import type { MenuItem, TrayView } from './tray-view.ts';

/** Of the module `electron`; whoever runs it gives them. */
export type ElectronTrayParts = Pick<typeof import('electron'), 'Tray' | 'Menu' | 'nativeImage'>;

export interface DrawnTray extends Disposable {
  show(view: TrayView, ground: IconGround): void;
}

/** Points; screens with two and three pixels a point get theirs. */
const points = 16;
const scales = [1, 1.5, 2, 3] as const;

export function electronTray(
  parts: ElectronTrayParts,
  first: { readonly view: TrayView; readonly ground: IconGround },
  act: (action: TrayAction) => void,
): DrawnTray {
  const tray: Tray = new parts.Tray(imageOf(parts, first.view.icon, first.ground));
  // macOS opens the menu by itself.
  tray.on('click', () => {
    if (first.ground !== 'template') act({ kind: 'open-window', page: null });
  });
  const draw = ({ tooltip, menu }: TrayView): void => {
    tray.setToolTip(`${tooltip.title}\n${tooltip.text}`);
    tray.setContextMenu(parts.Menu.buildFromTemplate(menu.map((item) => templateOf(item, act))));
  };
  draw(first.view);
  return {
    show(view, ground) {
      tray.setImage(imageOf(parts, view.icon, ground));
      draw(view);
    },
    [Symbol.dispose]: () => tray.destroy(),
  };
}

function imageOf({ nativeImage }: ElectronTrayParts, standing: Standing, ground: IconGround): NativeImage {
  const image = nativeImage.createFromBuffer(png(icon(standing, points, ground)));
  for (const scaleFactor of scales.slice(1))
    image.addRepresentation({ scaleFactor, buffer: png(icon(standing, points * scaleFactor, ground)) });
  if (ground === 'template') image.setTemplateImage(true);
  return image;
}

function templateOf(item: MenuItem, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: plain(item.label), enabled: false };
    case 'submenu':
      return { label: plain(item.label), submenu: item.items.map((each) => templateOf(each, act)) };
    default:
      return { label: plain(item.label), click: () => act(item.action) };
  }
}

/** One ampersand marks the letter after it as a key of the menu; two are one that is seen. */
function plain(label: string): string {
  return label.replaceAll('&', '&&');
}
