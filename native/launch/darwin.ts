// macOS: SSH by its URL, which Terminal or whatever the user set in its place opens; Remote Desktop with Microsoft's client.

import { placeText } from '../../shared/shell/opener-of.ts';
import type { Launcher } from './launch.ts';
import { launcherOf, type Way, type Ways } from './ways.ts';

const open = '/usr/bin/open';

function client(application: string): Way<string> {
  return { program: open, needs: [application], args: (file) => ['-a', application, file] };
}

export const waysOfDarwin: Ways = {
  ssh: [{ program: open, args: (place) => [`ssh://${placeText(place)}`] }],
  // The same program under its new and its old name.
  rdp: [client('/Applications/Windows App.app'), client('/Applications/Microsoft Remote Desktop.app')],
};

export function launcherOfDarwin(): Launcher {
  return launcherOf(waysOfDarwin);
}
