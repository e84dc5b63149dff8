// Opens a page in the browser of the session that this process is part of.

import { openPage } from '../native/launch/web-page.ts';

/** False where there is no session with a screen, no browser, or where a browser would run as root. */
export async function browse(
  page: string,
  session: {
    readonly platform: NodeJS.Platform;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Promise<boolean> {
  if (process.geteuid?.() === 0) return false;
  return (await openPage(page, session)) === 'started';
}
