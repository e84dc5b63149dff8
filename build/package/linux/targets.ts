// What `npm run package -- --linux` builds besides the desktop app: the agent and both servers.

import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { ensureBundle } from '../../bundles/ensure-bundle.ts';
import { ensureKeytar } from '../../set-up/keytar.ts';
import { packagingPackages } from '../../set-up/packages.ts';
import { below, type Entry, textFile } from '../contents/entry.ts';
import type { Product } from '../programs/products.ts';
import type { BuildOptions, BuiltPackage, Target } from '../target.ts';
import { buildDeb, buildRpm, buildTar } from './build-packages.ts';
import { describe } from './describe.ts';
import type { PackageDescription } from './description.ts';
import { fingerprintOf } from './fingerprint.ts';
import { installScript, uninstallScript } from './scripts/tar-scripts.ts';
import { services } from './service.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const aDayMs = 24 * 3_600_000;

export const linuxTargets: readonly Target[] = [
  targetFor('agent', 'stile-agent', 'deb, rpm and tar.gz: the daemon, the command stile, the service'),
  targetFor('ems', 'stile-ems', 'deb and rpm: the management server with its console'),
  targetFor('gateway', 'stile-gateway', 'deb and rpm: the access gateway'),
];

function targetFor(product: Product, name: string, makes: string): Target {
  return {
    system: 'linux',
    name,
    makes,
    needs: packagingPackages,
    build: (outDir, options) => build(product, outDir, options),
  };
}

async function build(
  product: Product,
  outDir: string,
  { release, report }: BuildOptions,
): Promise<readonly BuiltPackage[]> {
  if (product === 'agent') await ensureKeytar(root, report);
  const { description, obstacles } = await describe(product, release);
  const { folder } = await ensureBundle({
    name: `packages-${product}`,
    folders: ['build/package'],
    // Besides what makes them: what they hold.
    also: [await fingerprintOf(description)],
    keepMs: aDayMs,
    async build(made) {
      report(`packing ${description.name} ${description.version}`);
      await mkdir(made, { recursive: true });
      await Promise.all([
        buildDeb(description, made),
        buildRpm(description, made),
        ...(product === 'agent' ? [buildTar(description, archived(description), made)] : []),
      ]);
    },
  });
  const files = (await readdir(folder)).sort();
  for (const file of files) await copyFile(path.join(folder, file), path.join(outDir, file));
  return files.map((file) => ({ file, obstacles }));
}

/** What the archive holds: the tree, and the scripts that dpkg and rpm are to others. */
function archived({ entries, version }: PackageDescription): readonly Entry[] {
  return [
    ...below(
      '/root',
      entries.filter(({ path: place }) => !place.startsWith('/usr/share/doc')),
    ),
    textFile('/install.sh', installScript(services.agent, version), 0o755),
    textFile('/uninstall.sh', uninstallScript(services.agent), 0o755),
  ];
}
