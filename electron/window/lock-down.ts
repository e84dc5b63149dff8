// Takes from every page of this process what no page of ours needs: going elsewhere, windows, webviews.

import { app } from 'electron';

/** For contents of every kind, also of those that nobody meant to make. */
export function lockDownContents(): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
