// Ends the shell in order: what it opened is closed in reverse before the process goes.

import process from 'node:process';
import { app } from 'electron';
import type { Logger } from '../shared/log.ts';

/** Whoever ends the shell, also the session of the user, does not wait longer. */
const longestMs = 3_000;

/** Closes the stack when the app is about to quit. An error that nobody caught ends it, too. */
export function closeAtQuit(stack: AsyncDisposableStack, log: Logger): void {
  let isClosed = false;
  let status = 0;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    const end = () => {
      isClosed = true;
      app.exit(status);
    };
    setTimeout(end, longestMs);
    stack.disposeAsync().then(end, (error: unknown) => {
      log.error('closing failed', { error });
      end();
    });
  });
  // Electron would show a dialog and go on.
  process.on('uncaughtException', (error) => {
    log.error('an error was caught by nobody', { error });
    status = 1;
    app.quit();
  });
  process.on('unhandledRejection', (error) => log.error('a promise was waited for by nobody', { error }));
}
