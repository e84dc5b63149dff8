// Opens Debian's Chromium with a home of its own, driven by Playwright.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { type BrowserContext, chromium } from 'playwright';

export const chromiumProgram = '/usr/bin/chromium';

export interface BrowserChoices {
  /** HOME of the browser: where its certificates are looked for. Its profile is made below it. */
  readonly home: string;
  readonly colorScheme?: 'light' | 'dark';
}

/**
 * Nothing is told to the browser that a person's would not know: no resolver, no certificate, no exception. Names come from
 * the hosts file, trust and certificate from policies and from the home's certificate database.
 */
export async function openBrowser({ home, colorScheme = 'light' }: BrowserChoices): Promise<BrowserContext> {
  const directories = { config: path.join(home, '.config'), cache: path.join(home, '.cache') };
  const profile = path.join(directories.config, 'chromium');
  await mkdir(profile, { recursive: true, mode: 0o700 });
  return await chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram,
    headless: true,
    colorScheme,
    // Chromium's own sandbox refuses root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    env: {
      HOME: home,
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      XDG_CONFIG_HOME: directories.config,
      XDG_CACHE_HOME: directories.cache,
    },
  });
}
