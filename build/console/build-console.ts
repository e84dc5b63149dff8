// Builds the pages of the console.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureBundle } from '../bundles/ensure-bundle.ts';
import { Inputs } from '../bundles/inputs.ts';
import { pageOptions } from '../bundles/page-options.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * The place of the built pages, which are those of the sources as they are now: its file `current` names their folder. What
 * they are made of stands in `inputs.json` there, which no EMS serves.
 */
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
      const { build, mergeConfig } = await import('vite');
      const inputs = new Inputs(root);
      const options = pageOptions(path.join(root, 'ems', 'console'), outDir);
      await build(mergeConfig(options, { plugins: [inputs.plugin] }));
      await writeFile(path.join(outDir, 'inputs.json'), `${JSON.stringify(inputs.found(), null, 2)}\n`);
    },
  });
  return place;
}
