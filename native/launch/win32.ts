// Windows: its own Remote Desktop client, and its own OpenSSH in a console window. Nothing from folders users can write to.

import type { Launcher } from './launch.ts';
import { launcherOf, type Ways } from './ways.ts';

const system = 'C:\\Windows\\System32';
const ssh = `${system}\\OpenSSH\\ssh.exe`;

export const waysOfWindows: Ways = {
  ssh: [
    {
      program: `${system}\\conhost.exe`,
      needs: [ssh],
      args: ({ host, port }) => [ssh, '-p', `${port}`, '--', host],
    },
  ],
  rdp: [{ program: `${system}\\mstsc.exe`, args: (file) => [file] }],
};

export function launcherOfWindows(): Launcher {
  return launcherOf(waysOfWindows);
}
