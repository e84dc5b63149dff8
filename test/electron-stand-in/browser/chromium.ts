// Starts Debian's Chromium without a window, with a profile of its own, and ends it without leaving anything.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { Cdp } from './cdp.ts';

export interface Chromium extends AsyncDisposable {
  readonly cdp: Cdp;
  readonly isHeaded: boolean;
  /** Opens a window without tabs and address bar, which only a command line can ask for. */
  openAppWindow(width: number, height: number): void;
  /** Where another driver finds it, if one was announced. */
  readonly devTools: Promise<string>;
}

export interface ChromiumChoices {
  readonly isHeaded: boolean;
  /** Whether a port is opened on loopback for another driver. */
  readonly withPort: boolean;
}

/** A browser that was asked to end and has not is ended. */
const patienceMs = 5_000;

const program = process.env.STILE_CHROMIUM ?? '/usr/bin/chromium';

const switches = [
  '--no-startup-window',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
  // The same pixels for the same page, whatever was drawn before.
  '--disable-lcd-text',
  '--disable-partial-raster',
  '--disable-skia-runtime-opts',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--disable-quic',
  '--disable-breakpad',
  '--disable-search-engine-choice-screen',
  // A window counts as seen whether or not somebody looks, and no process waits for a window to come.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-features=SpareRendererForSitePerProcess,PaintHolding,MediaRouter,OptimizationHints,NetworkTimeServiceQuerying',
];

/**
 * The shell around it outlives us even if we are killed: the browser ends with its pipe, and then its profile goes. A process
 * of it that ends a little later may still put something there.
 */
const thenRemoveProfile =
  '"$@"; for try in 1 2 3 4 5 6 7 8 9; do rm -rf -- "$STAND_IN_PROFILE" && break; sleep 0.2; done 2>/dev/null';

export function startChromium({ isHeaded, withPort }: ChromiumChoices): Chromium {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'stile-stand-in-'));
  const args = [
    ...switches,
    ...(isHeaded ? [] : ['--headless=new']),
    ...(withPort ? ['--remote-debugging-port=0'] : []),
    // Chromium's own sandbox refuses root; `--test-type` spares a window that is seen a bar that says so.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', ...(isHeaded ? ['--test-type'] : [])] : []),
    `--user-data-dir=${profile}`,
  ];
  // A second command line of the same profile is handed to the browser that runs.
  const again = args.filter((each) => !['--no-startup-window', '--remote-debugging-pipe'].includes(each));
  const child = spawn('/bin/sh', ['-c', thenRemoveProfile, 'chromium', program, ...args], {
    // Ctrl-C is for the app, which ends the browser in its own time.
    detached: true,
    env: { ...process.env, STAND_IN_PROFILE: profile },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const cdp = new Cdp(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const devTools = Promise.withResolvers<string>();
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-8_192);
    const found = /^DevTools listening on (ws:\/\/\S+)/m.exec(said)?.[1];
    if (found !== undefined) devTools.resolve(found);
  });
  void ended.then(() => devTools.reject(new Error(`Chromium ended before it was ready:\n${said}`)));
  devTools.promise.catch(() => undefined);
  return {
    cdp,
    isHeaded,
    openAppWindow(width, height) {
      const window = ['--app=data:text/html,', `--window-size=${width},${height}`];
      spawn(program, [...again, ...window], { stdio: 'ignore' });
    },
    devTools: devTools.promise,
    async [Symbol.asyncDispose]() {
      const limit = setTimeout(() => kill(child), patienceMs);
      await cdp
        .session()
        .send('Browser.close')
        .catch(() => undefined);
      await ended;
      clearTimeout(limit);
    },
  };
}

/** The group: the shell, the browser and its renderers. The shell is spared its last line, which removes the profile. */
function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) spawn('/usr/bin/pkill', ['-KILL', '-P', String(pid)], { stdio: 'ignore' });
}
