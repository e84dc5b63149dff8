// Reads what is known of the npm packages in a product: name, version, licence, and the hash that the lock has.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Of the file that npm fetched, in hexadecimal; null where the lock has none. */
  readonly sha512: string | null;
}

/** Older packages name their licence with its address, or several to choose from. */
const named = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]);
const license = z.union([named, z.array(named).transform((all) => all.join(' OR '))]);
const manifest = z.object({ name: z.string(), version: z.string(), license: license.optional() });
const lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});

/** @throws Error for a package that is not the one of the lock */
export async function componentsOf(root: string, folders: readonly string[]): Promise<readonly Component[]> {
  const { packages } = lock.parse(JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')));
  const all = await Promise.all([...new Set(folders)].map((folder) => componentOf(root, folder, packages)));
  const distinct = new Map(all.map((each) => [`${each.name}@${each.version}`, each]));
  return [...distinct.values()].sort(
    (one, other) => compare(one.name, other.name) || compare(one.version, other.version),
  );
}

async function componentOf(root: string, folder: string, locked: z.infer<typeof lock>['packages']): Promise<Component> {
  const { name, version, license } = manifest.parse(
    JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')),
  );
  const place = path.relative(root, folder).replaceAll(path.sep, '/');
  // What is fetched for another system lies elsewhere than where npm would have put it.
  const known = locked[place] ?? locked[`node_modules/${name}`];
  if (known?.version !== version) throw new Error(`${place} is ${name} ${version}, which is not what the lock says`);
  const sha512 = /^sha512-(\S+)$/.exec(known.integrity ?? '')?.[1];
  return {
    name,
    version,
    licence: license ?? 'NOASSERTION',
    sha512: sha512 === undefined ? null : Buffer.from(sha512, 'base64').toString('hex'),
  };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
