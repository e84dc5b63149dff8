// Leaves out of a bundle what a package asks for only on ways that are never gone.

import type { Plugin } from 'vite';

const prefix = '\0left-out:';

/** Whoever asks for one of these all the same gets an error, then and not before. */
export function leftOut(names: readonly string[]): Plugin {
  return {
    name: 'left-out',
    enforce: 'pre',
    resolveId: (id) => (names.includes(id) ? `${prefix}${id}` : null),
    load: (id) =>
      id.startsWith(prefix) ? `throw new Error('${id.slice(prefix.length)} is not part of this program');` : null,
  };
}
