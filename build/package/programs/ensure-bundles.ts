// Bundles the programs of a product once for each state of their sources, with the pages that they serve.

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ensureBundle } from '../../bundles/ensure-bundle.ts';
import type { FoundInputs } from '../../bundles/inputs.ts';
import { ensureConsole } from '../../console/build-console.ts';
import { type Product, products } from './products.ts';

const aDayMs = 24 * 3_600_000;
const inputs = z.object({ own: z.array(z.string()), packages: z.array(z.string()), imported: z.array(z.string()) });

export interface ProgramBundles {
  /** Everything in it is packed. */
  readonly folder: string;
  /** What it is made of: the packages of the pages among them. */
  readonly inputs: FoundInputs;
}

export async function ensureProgramBundles(product: Product): Promise<ProgramBundles> {
  const programs = products[product];
  const { folder } = await ensureBundle({
    name: `programs-${product}`,
    folders: [...programs.folders, 'build/package/programs', 'build/bundles', 'build/console'],
    keepMs: aDayMs,
    async build(outDir) {
      const packed = path.join(outDir, 'packed');
      // Loaded only when there is something to build: it takes longer than looking.
      const { bundlePrograms } = await import('./bundle-programs.ts');
      const found = await bundlePrograms(programs, packed);
      const ofPages = programs.servesConsole ? await layConsole(path.join(packed, 'console')) : [];
      const packages = [...new Set([...found.packages, ...ofPages])].sort();
      await writeFile(path.join(outDir, 'inputs.json'), `${JSON.stringify({ ...found, packages }, null, 2)}\n`);
    },
  });
  const found = inputs.parse(JSON.parse(await readFile(path.join(folder, 'inputs.json'), 'utf8')));
  return { folder: path.join(folder, 'packed'), inputs: found };
}

/** As the EMS looks for them: the file `current` names the folder. Answers what npm packages the pages are made of. */
async function layConsole(target: string): Promise<readonly string[]> {
  const place = await ensureConsole();
  const current = (await readFile(path.join(place, 'current'), 'utf8')).trim();
  await mkdir(target, { recursive: true });
  await cp(path.join(place, current), path.join(target, current), {
    recursive: true,
    filter: (file) => path.basename(file) !== 'inputs.json',
  });
  await writeFile(path.join(target, 'current'), `${current}\n`);
  return inputs.parse(JSON.parse(await readFile(path.join(place, current, 'inputs.json'), 'utf8'))).packages;
}
