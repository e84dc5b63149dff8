// Finds the files that belong to a program: in the repository where it runs from source, beside its bundle in a package.

import path from 'node:path';

/** The same thing in both, by its place in the repository and by its place beside the bundles. */
export interface ProgramFile {
  readonly source: string;
  readonly packed: string;
}

export function programFile({ source, packed }: ProgramFile): string {
  // Bundles and their parts lie side by side, whichever of them this module is in.
  return path.extname(import.meta.filename) === '.ts'
    ? path.resolve(import.meta.dirname, '../..', source)
    : path.join(import.meta.dirname, packed);
}
