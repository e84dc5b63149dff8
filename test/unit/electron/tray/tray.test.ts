// The tray follows the state, and tells Electron's own what to draw where the session has no bus.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import { makeGuiStore } from '../../../../electron/gui-store.ts';
import type { ElectronTrayParts } from '../../../../electron/tray/electron-tray.ts';
import { iconGround } from '../../../../electron/tray/icon/ground.ts';
import { icon } from '../../../../electron/tray/icon/icon.ts';
import { png } from '../../../../electron/tray/icon/png.ts';
import { openTray } from '../../../../electron/tray/tray.ts';
import type { TrayAction } from '../../../../electron/tray/tray-action.ts';
import { silentLog } from '../../../../shared/log.ts';
import { connectedWith, destinationOf, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';
import { Menu, type MenuItem } from '../../../electron-stand-in/modules/menu.ts';
import { nativeImage } from '../../../electron-stand-in/modules/native-image.ts';
import { Tray } from '../../../electron-stand-in/modules/tray.ts';

/** As `openTray` gets it from Electron; the stand-in's tray remembers what it was given. */
function scene(platform: 'linux' | 'darwin' | 'win32', first = guiWith()) {
  const trays: Tray[] = [];
  class RememberedTray extends Tray {
    drawn = 0;
    constructor(image: Electron.NativeImage | string) {
      super(image);
      trays.push(this);
    }
    override setImage(image: Electron.NativeImage | string): void {
      super.setImage(image);
      this.drawn += 1;
    }
  }
  const actions: TrayAction[] = [];
  const said: string[] = [];
  const store = makeGuiStore(first);
  const theme = Object.assign(new EventEmitter(), {
    shouldUseDarkColors: false,
    shouldUseDarkColorsForSystemIntegratedUI: false,
  });
  const ports = {
    platform,
    environment: {},
    electron: { Tray: RememberedTray, Menu, nativeImage } as unknown as ElectronTrayParts,
    theme: theme as unknown as Electron.NativeTheme & EventEmitter,
    store,
    act: (action: TrayAction) => void actions.push(action),
    log: { ...silentLog, info: (phrase: string) => void said.push(phrase) },
  };
  const only = () => {
    assert.equal(trays.length, 1);
    return trays[0] as RememberedTray;
  };
  const item = (label: string): MenuItem | undefined => only().shown.menu?.items.find((each) => each.label === label);
  const pngShown = () => {
    const { image } = only().shown;
    return typeof image === 'string' ? null : image.toPNG();
  };
  return { ports, store, theme, actions, said, only, item, pngShown };
}

describe("Electron's own tray", () => {
  test('shows the view, and a click on an item asks for what it says', async () => {
    const { ports, actions, only, item, pngShown } = scene('win32');
    using _tray = await openTray(ports);
    assert.deepEqual(pngShown(), png(icon('protected', 16, 'light')));
    assert.match(only().shown.toolTip, /^Stile: Protected\n/);
    item('files: open with SSH')?.click();
    item('Quit')?.click();
    only().emit('click');
    assert.deepEqual(actions, [
      { kind: 'open-destination', destination: 'files.corp.test:22', with: 'ssh' },
      { kind: 'quit' },
      { kind: 'open-window', page: null },
    ]);
    assert.equal(item('All is well: your services are within reach.')?.enabled, false);
    assert.deepEqual(
      item('Tags (1)')?.submenu?.items.map((each) => each.label),
      ['managed', '', 'Where these come from…'],
    );
  });

  test('shows an ampersand of a name, instead of a key', async () => {
    const destinations = [destinationOf('rnd', 22, { name: 'R&D_x' })];
    const { ports, item } = scene('win32', guiWith(connectedWith({ destinations })));
    using _tray = await openTray(ports);
    assert.ok(item('R&&D_x: open with SSH'));
  });

  test('is drawn again when what it shows changes, and only then', async () => {
    const { ports, store, only, pngShown } = scene('win32');
    using _tray = await openTray(ports);
    store.change({ notices: [] });
    assert.equal(only().drawn, 0);
    store[Symbol.dispose]();
    store.change({ link: linkOfStanding.limited });
    assert.equal(only().drawn, 1);
    assert.deepEqual(pngShown(), png(icon('limited', 16, 'light')));
  });

  test('follows the taskbar from light to dark', async () => {
    const { ports, theme, pngShown } = scene('win32');
    using _tray = await openTray(ports);
    theme.shouldUseDarkColorsForSystemIntegratedUI = true;
    theme.emit('updated');
    assert.deepEqual(pngShown(), png(icon('protected', 16, 'dark')));
  });

  test('on macOS is a template, and leaves the click to the system', async () => {
    const { ports, actions, only } = scene('darwin');
    using _tray = await openTray(ports);
    const { image } = only().shown;
    assert.ok(typeof image !== 'string' && image.isTemplateImage());
    only().emit('click');
    assert.deepEqual(actions, []);
  });

  test('stands in on Linux where the session has no bus, and nobody may see it', async () => {
    const { ports, only, said } = scene('linux');
    using _tray = await openTray(ports);
    assert.equal(only().shown.menu?.items.length !== 0, true);
    assert.deepEqual(said, ['there is no session bus for the tray']);
  });

  test('is gone when it is disposed, and follows nothing more', async () => {
    const { ports, store, theme, only } = scene('win32');
    (await openTray(ports))[Symbol.dispose]();
    assert.ok(only().isDestroyed());
    store.change({ link: linkOfStanding.limited });
    theme.emit('updated');
    assert.equal(only().drawn, 0);
  });
});

const grounds: readonly (readonly [
  platform: 'linux' | 'darwin' | 'win32',
  dark: boolean,
  taskbar: boolean,
  desktop: string,
  ground: string,
])[] = [
  ['darwin', true, true, '', 'template'],
  ['win32', true, false, '', 'light'],
  ['win32', false, true, '', 'dark'],
  ['linux', false, false, 'KDE', 'light'],
  ['linux', true, false, 'KDE', 'dark'],
  ['linux', false, false, 'ubuntu:GNOME', 'dark'],
  ['linux', false, false, 'XFCE', 'light'],
];
for (const [platform, dark, taskbar, desktop, ground] of grounds)
  test(`${platform} ${desktop} with ${dark ? 'dark' : 'light'} windows and a ${taskbar ? 'dark' : 'light'} taskbar: ${ground}`, () => {
    const theme = { shouldUseDarkColors: dark, shouldUseDarkColorsForSystemIntegratedUI: taskbar };
    assert.equal(iconGround(platform, theme, desktop), ground);
  });
