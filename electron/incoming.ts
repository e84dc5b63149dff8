// Everything that wants the shell from outside, from the first moment on: later starts, links, a click in the dock.

import { openedByLink } from './enrollment/deep-link.ts';
import { type Start, startOf } from './start.ts';

/** The part of Electron's `app` that tells of them. */
export interface IncomingApp {
  on(event: 'second-instance', listener: (event: unknown, args: string[]) => void): unknown;
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
  on(event: 'activate', listener: () => void): unknown;
}

/** Where macOS starts the shell for a link, the link comes before the shell is ready: what comes before `take` is kept for it. */
export function incoming(app: IncomingApp, args: readonly string[]): { take(open: (start: Start) => void): void } {
  const early: Start[] = [startOf(args)];
  let open = (start: Start): void => void early.push(start);
  const shown: Start = { isHidden: false, opened: { kind: 'nothing' } };

  app.on('second-instance', (_event, [, ...others]) => open(startOf(others)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    // Only what asks to be one of ours is read as a link; a bare text would be an invitation that somebody pasted.
    open({ isHidden: false, opened: /^stile:/i.test(url) ? openedByLink(url) : { kind: 'nothing' } });
  });
  app.on('activate', () => open(shown));

  return {
    take(taken) {
      open = taken;
      for (const start of early.splice(0)) taken(start);
    },
  };
}
