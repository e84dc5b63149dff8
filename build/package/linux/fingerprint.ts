// Names one state of a package: everything that is in it, and everything that it says of itself.

import { createHash } from 'node:crypto';
import { bytesOf } from '../contents/entry.ts';
import type { PackageDescription } from './description.ts';

export async function fingerprintOf(about: PackageDescription): Promise<string> {
  const { entries, ...said } = about;
  const hash = createHash('sha256').update(JSON.stringify(said));
  for (const entry of entries) {
    const { content, ...place } = { content: null, ...entry };
    hash.update(`\0${JSON.stringify(place)}`);
    if (content !== null)
      hash.update(
        createHash('sha256')
          .update(await bytesOf(content))
          .digest(),
      );
  }
  return hash.digest('hex');
}
