// Gathers the programs of one product as they lie where they are installed, with their Node and everything they load.

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { InstallPlatform } from '../../../shared/install/layout.ts';
import { licencesOf } from '../../bundles/licences.ts';
import { componentsOf } from '../contents/components.ts';
import { copiedFile, type Entry, textFile } from '../contents/entry.ts';
import { billOfMaterials } from '../contents/sbom.ts';
import type { Release } from '../release.ts';
import { ensureProgramBundles } from './ensure-bundles.ts';
import { packedParts } from './native-packages.ts';
import { ensureNode } from './packed-node.ts';
import { type Product, products } from './products.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface ProgramEntries {
  /** Below the folder of the programs. */
  readonly entries: readonly Entry[];
  readonly obstacles: readonly string[];
}

export async function programEntries(
  product: Product,
  platform: InstallPlatform,
  release: Release,
): Promise<ProgramEntries> {
  const bundles = await ensureProgramBundles(product);
  const parts = await packedParts(root, products[product].native, platform);
  const node = await ensureNode(platform);
  const packages = [
    ...bundles.inputs.packages.map((folder) => path.join(root, folder)),
    ...parts.map(({ folder }) => folder),
    node.folder,
  ];
  const name = `stile-${product}`;
  const components = await componentsOf(root, packages);
  const lacksKeytar =
    platform === 'linux' &&
    products[product].native.includes('keytar') &&
    !parts.some((part) => part.name === 'keytar');
  return {
    entries: [
      copiedFile(`bin/${path.basename(node.file)}`, node.file, 0o755),
      ...(await filesOf(bundles.folder)),
      ...parts.flatMap(({ entries }) => entries),
      json('package.json', { name, version: release.version, private: true, license: 'Apache-2.0', type: 'module' }),
      textFile('licences.txt', await licencesOf(root, packages)),
      json('sbom.cdx.json', billOfMaterials({ name, release, components })),
      ...(product === 'agent' && release.updateKeys !== undefined
        ? [json('update-keys.json', release.updateKeys)]
        : []),
      json('release.json', releaseRecord(product, release)),
    ],
    obstacles: lacksKeytar ? ['keytar could not be built, so it is not in it'] : [],
  };
}

/** What the daemon, removal and device management read of an installation. */
function releaseRecord(product: Product, { version, commit, epoch }: Release): object {
  const date = new Date(epoch * 1000).toISOString().replace('.000Z', 'Z');
  return { version, commit, date, programs: Object.keys(products[product].entries).sort() };
}

async function filesOf(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return files.sort().map((file) => copiedFile(path.relative(folder, file).replaceAll(path.sep, '/'), file));
}

function json(place: string, value: object): Entry {
  return textFile(place, `${JSON.stringify(value, null, 2)}\n`);
}
