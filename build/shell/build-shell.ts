// Builds the desktop shell: one folder that Electron, or its stand-in, starts as an app.

import path from 'node:path';
import { ensureBundle } from '../bundles/ensure-bundle.ts';

/** A shell that runs reads its pages whenever its window opens. */
const aDayMs = 24 * 3_600_000;

/** The folder of the app, made of the sources as they are now. */
export async function ensureShell(): Promise<string> {
  const { folder } = await ensureBundle({
    name: 'shell',
    folders: ['electron', 'renderer', 'session', 'native', 'shared', 'build/shell', 'build/bundles'],
    keepMs: aDayMs,
    async build(outDir) {
      // Loaded only when there is something to build: it takes longer than looking.
      const { bundleShell } = await import('./bundle-shell.ts');
      await bundleShell(outDir);
    },
  });
  return path.resolve(folder);
}
