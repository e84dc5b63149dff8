// The stand-in's executable: runs an app's main process in this Node, and its windows in Debian's Chromium.

import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { startChromium } from './browser/chromium.ts';
import { drivePages } from './browser/pages.ts';
import { standInApp } from './modules/app.ts';
import { readCommandLine } from './modules/command-line.ts';
import { isDesktopThere } from './modules/is-desktop-there.ts';
import { ownBrowser } from './modules/life.ts';
import { resolveElectron } from './resolve-electron.ts';
import { BrowserWindow } from './windows/browser-window.ts';

const { switches, app, before } = readCommandLine(process.argv.slice(2));
// As Electron's: the executable, its switches, the app, the app's arguments.
process.argv.splice(1, 1);
process.on('SIGINT', () => standInApp.quit());
process.on('SIGTERM', () => standInApp.quit());

// Playwright's driver connects to both, and lets the app begin when it is there.
const isDriven = switches.has('remote-debugging-port');
const driven = Promise.withResolvers<void>();
Object.assign(globalThis, { __playwright_run: driven.resolve });
if (switches.has('inspect')) inspector.open(Number(switches.get('inspect')), '127.0.0.1');

resolveElectron(app);
for (const script of before) createRequire(import.meta.url)(path.resolve(script));
await import('stand-in:app');
try {
  // A second instance has given up by now, and needs no browser.
  if (!standInApp.isQuitting) await begin();
} catch (error) {
  // An app may also quit before it is ready; the browser it did not wait for is gone then.
  if (!standInApp.isQuitting) throw error;
}

async function begin(): Promise<void> {
  const chromium = startChromium({ isHeaded: !isDriven && isDesktopThere(), withPort: isDriven });
  ownBrowser(chromium);
  const pages = await drivePages(
    chromium,
    (targetId) => BrowserWindow.fromTarget(targetId)?.webContents.mayOpenWindow() ?? false,
  );
  const { product } = await chromium.cdp.session().send('Browser.getVersion');
  Object.assign(process.versions, { chrome: product.replace(/^[^/]*\//, '') });
  if (isDriven) {
    process.stderr.write(`DevTools listening on ${await chromium.devTools}\n`);
    await driven.promise;
  }
  BrowserWindow.openIn(pages);
  standInApp.becomeReady();
}
