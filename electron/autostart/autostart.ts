// Starts the shell at login, or not, in the way of this desktop.

import { mkdir, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../shared/node/atomic-file.ts';
import type { Traits } from '../traits.ts';
import { autostartEntry } from './desktop-entry.ts';

export interface Autostart {
  /** Doing it twice changes nothing more. @throws the system's error */
  set(isOn: boolean): Promise<void>;
  /** At each start: at the first one sets it, later only names this very program where an entry names another place of it. */
  begin(isWanted: boolean): Promise<void>;
}

/** Without a window: nobody asked for one by logging in. */
export const hiddenStart = '--hidden';

/** The part of Electron's `app` that this needs. */
interface LoginApp {
  readonly isPackaged: boolean;
  getPath(name: 'exe' | 'appData'): string;
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void;
}

export function autostartFor(
  traits: Pick<Traits, 'autostart'>,
  app: LoginApp,
  environment: Readonly<Record<string, string | undefined>>,
): Autostart {
  // A build that is tried out is not what a login should start.
  if (!app.isPackaged) return noAutostart;
  if (traits.autostart === 'login-item') return loginItem(app);
  // An AppImage is mounted somewhere else at each start; it says itself where it lies.
  const program = environment.APPIMAGE ?? app.getPath('exe');
  return autostartFile({ configHome: app.getPath('appData'), program });
}

/** Of the package, for everybody. The user's own file of this name takes its place. */
const ofTheSystem = '/etc/xdg/autostart/stile.desktop';

/** XDG: a file of the user's own configuration; where the package has one for everybody, only to say no. */
export function autostartFile(options: {
  readonly configHome: string;
  readonly program: string;
  readonly systemFile?: string;
}): Autostart {
  const { systemFile = ofTheSystem } = options;
  const file = path.join(options.configHome, 'autostart', 'stile.desktop');
  const entry = autostartEntry('Stile', [options.program, hiddenStart]);

  async function write(wanted: string): Promise<void> {
    if ((await contentOf(file)) === wanted) return;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await replaceFile(file, wanted, { mode: 0o644 });
  }

  async function remove(): Promise<void> {
    await unlink(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }

  const isOfTheSystem = async () => (await contentOf(systemFile)) !== null;

  return {
    async set(isOn) {
      if (await isOfTheSystem()) await (isOn ? remove() : write(`${entry}Hidden=true\n`));
      else await (isOn ? write(entry) : remove());
    },
    async begin(isWanted) {
      if (await isOfTheSystem()) return;
      // Who took the entry away with a tool of their desktop meant it.
      if (isWanted || (await contentOf(file)) !== null) await write(entry);
    },
  };
}

/** The system's own list of what starts at login. */
function loginItem(app: LoginApp): Autostart {
  const set = async (isOn: boolean) => app.setLoginItemSettings({ openAtLogin: isOn, args: [hiddenStart] });
  return { set, begin: async (isWanted) => (isWanted ? await set(true) : undefined) };
}

const noAutostart: Autostart = { set: async () => undefined, begin: async () => undefined };

async function contentOf(file: string): Promise<string | null> {
  return await readFile(file, 'utf8').catch(() => null);
}
