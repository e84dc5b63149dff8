// Builds the pages of the console.

import path from 'node:path';
import { ensureBundle } from '../bundles/ensure-bundle.ts';
import { pageOptions } from '../bundles/page-options.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The place of the built pages, which are those of the sources as they are now: its file `current` names their folder. */
export async function ensureConsole(): Promise<string> {
  const { place } = await ensureBundle({
    name: 'console',
    folders: ['ems/console', 'shared', 'build/console', 'build/bundles'],
    // Nothing of it gets into a page.
    without: ['shared/node'],
    // An EMS that runs has read its pages and needs no older ones.
    keepMs: 0,
    async build(outDir) {
      // Loaded only when there is something to build: it takes longer than looking.
      const { build } = await import('vite');
      await build(pageOptions(path.join(root, 'ems', 'console'), outDir));
    },
  });
  return place;
}
