// Opens a page in the browser that the user has chosen, with the program that each system has for it.

import { access } from 'node:fs/promises';
import { type StartOutcome, startProgram } from '../exec.ts';

/** An absolute path, and what stands before the address. */
interface Opener {
  readonly program: string;
  readonly before: readonly string[];
}

/** The address is one argument, and never where a program reads an option: it begins with its scheme. */
export const pageOpeners: Readonly<Record<'linux' | 'darwin' | 'win32', readonly Opener[]>> = {
  linux: [
    { program: '/usr/bin/xdg-open', before: [] },
    { program: '/usr/bin/gio', before: ['open'] },
    { program: '/usr/bin/sensible-browser', before: [] },
  ],
  darwin: [{ program: '/usr/bin/open', before: [] }],
  // No shell reads it: in `cmd /c start` an `&` of the address would begin another command.
  win32: [{ program: 'C:\\Windows\\System32\\rundll32.exe', before: ['url.dll,FileProtocolHandler'] }],
};

/** `no-session`: nobody sits before a screen of this process. */
export type PageOutcome = StartOutcome['kind'] | 'no-session';

/** @param page of `https:`, as a URL parser wrote it */
export async function openPage(
  page: string,
  {
    platform,
    environment,
  }: {
    readonly platform: NodeJS.Platform;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
  start: typeof startProgram = startProgram,
): Promise<PageOutcome> {
  if (!page.startsWith('https://')) throw new TypeError('not an address of a page');
  if (!hasScreen(platform, environment)) return 'no-session';
  for (const { program, before } of openersOf(platform)) {
    const isHere = await access(program).then(
      () => true,
      () => false,
    );
    if (isHere) return (await start(program, [...before, page])).kind;
  }
  return 'missing';
}

function hasScreen(
  platform: NodeJS.Platform,
  { DISPLAY, WAYLAND_DISPLAY }: Readonly<Record<string, string | undefined>>,
) {
  return platform !== 'linux' || [DISPLAY, WAYLAND_DISPLAY].some((display) => display !== undefined && display !== '');
}

function openersOf(platform: NodeJS.Platform): readonly Opener[] {
  return platform === 'linux' || platform === 'darwin' || platform === 'win32' ? pageOpeners[platform] : [];
}
