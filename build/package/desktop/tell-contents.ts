// Says what the desktop app is made of: the licences of all of it, and its bill of materials.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { licencesOf } from '../../bundles/licences.ts';
import { componentsOf } from '../contents/components.ts';
import { billOfMaterials } from '../contents/sbom.ts';
import type { Release } from '../release.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Writes `sbom.cdx.json` into the folder, and `licences.txt` into `app` below it. `packages`: folders of npm packages. */
export async function tellContents(
  folder: string,
  packages: readonly string[],
  release: Pick<Release, 'version' | 'epoch'>,
): Promise<void> {
  const components = await componentsOf(root, packages);
  const bill = billOfMaterials({ name: 'stile-desktop', release, components });
  await writeFile(path.join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  await writeFile(path.join(folder, 'app', 'licences.txt'), await licencesOf(root, packages));
}

const inputs = z.record(z.string(), z.object({ packages: z.array(z.string()) }));

/** The packages that the shell's programs are made of, and the Electron that they run on. */
export async function bundledIn(shell: string): Promise<readonly string[]> {
  const programs = inputs.parse(JSON.parse(await readFile(path.join(shell, 'inputs.json'), 'utf8')));
  const names = Object.values(programs).flatMap(({ packages }) => packages);
  return [...names, 'node_modules/electron'].map((name) => path.join(root, name));
}
