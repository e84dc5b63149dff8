// Linux: SSH in the terminal that the user chose, else in one that is here; Remote Desktop with a client that has a window.

import type { Launcher } from './launch.ts';
import type { SafePlace } from './safe-place.ts';
import { launcherOf, type Way, type Ways } from './ways.ts';

const ssh = '/usr/bin/ssh';
const sshTo = ({ host, port }: SafePlace): readonly string[] => [ssh, '-p', `${port}`, '--', host];

function terminal(program: string, ...before: readonly string[]): Way<SafePlace> {
  return { program, needs: [ssh], args: (place) => [...before, ...sshTo(place)] };
}

export const waysOfLinux: Ways = {
  ssh: [
    // Debian's alternative: whatever stands behind it takes `-e` and a command as separate arguments (Policy 11.8.3).
    terminal('/usr/bin/x-terminal-emulator', '-e'),
    terminal('/usr/bin/gnome-terminal', '--'),
    terminal('/usr/bin/konsole', '--hold', '-e'),
    terminal('/usr/bin/xfce4-terminal', '--hold', '-x'),
    terminal('/usr/bin/xterm', '-hold', '-e'),
  ],
  // FreeRDP's `xfreerdp` asks for passwords at a terminal, so it is not among them.
  rdp: [
    { program: '/usr/bin/remmina', args: (file) => ['-c', file] },
    { program: '/usr/bin/gnome-connections', args: (file) => [file] },
    { program: '/usr/bin/sdl-freerdp3', args: (file) => [file] },
  ],
};

export function launcherOfLinux(): Launcher {
  return launcherOf(waysOfLinux);
}
