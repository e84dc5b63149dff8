// The tray of this desktop: follows the shell's state, on whichever of both ways there is.

import { isDeepStrictEqual } from 'node:util';
import type { NativeTheme } from 'electron';
import type { Logger } from '../../shared/log.ts';
import type { GuiState } from '../../shared/shell/gui-state.ts';
import { words } from '../../shared/words/words.ts';
import type { GuiStore } from '../gui-store.ts';
import type { Traits } from '../traits.ts';
import { type DrawnTray, type ElectronTrayParts, electronTray } from './electron-tray.ts';
import { iconGround } from './icon/ground.ts';
import { statusNotifier } from './status-notifier/status-notifier.ts';
import type { TrayAction } from './tray-action.ts';
import { trayView } from './tray-view.ts';

export interface TrayPorts {
  readonly platform: Traits['platform'];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly electron: ElectronTrayParts;
  readonly theme: Pick<NativeTheme, 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI' | 'on' | 'off'>;
  readonly store: Pick<GuiStore, 'current' | 'onChange'>;
  readonly act: (action: TrayAction) => void;
  readonly log: Logger;
}

/** Without a desktop that shows it the window is the only way in; the log says so. */
export async function openTray(ports: TrayPorts): Promise<Disposable> {
  const { platform, environment, store, theme, act, log } = ports;
  const shownFor = (state: GuiState) => ({
    view: trayView(state, words[state.language]),
    ground: iconGround(platform, theme, environment['XDG_CURRENT_DESKTOP']),
  });
  let shown = shownFor(store.current);
  const taken = (isTaken: boolean): void =>
    log.info(isTaken ? 'the desktop shows the tray' : 'no desktop shows the tray');
  const onBus = platform === 'linux' ? await statusNotifier({ environment, first: shown, act, taken }) : null;
  if (platform === 'linux' && onBus === null) log.info('there is no session bus for the tray');
  const drawn: DrawnTray = onBus ?? electronTray(ports.electron, shown, act);

  const follow = (): void => {
    const next = shownFor(store.current);
    // Most of what happens changes nothing here, and desktops draw anew at each signal.
    if (isDeepStrictEqual(shown, next)) return;
    shown = next;
    drawn.show(shown.view, shown.ground);
  };
  const stopFollowing = store.onChange(follow);
  theme.on('updated', follow);
  // While the way was looked for the state may have gone on.
  follow();
  return {
    [Symbol.dispose]() {
      stopFollowing();
      theme.off('updated', follow);
      drawn[Symbol.dispose]();
    },
  };
}
