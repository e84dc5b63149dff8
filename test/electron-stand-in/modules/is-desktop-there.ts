// Says whether there is a desktop on which windows could be seen.

import process from 'node:process';

export function isDesktopThere(): boolean {
  return (process.env.DISPLAY ?? '') !== '' || (process.env.WAYLAND_DISPLAY ?? '') !== '';
}
