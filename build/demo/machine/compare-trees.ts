// Says how a machine differs from what it was before: paths that are new, gone or other; pure.

import type { Node, Tree } from './tree.ts';

export interface Difference {
  readonly path: string;
  readonly what: 'new' | 'gone' | 'changed';
}

/**
 * `before` and `after` are what lay above the file system below at each time, `below` answers what lies there. A thing that was
 * only copied up, or put back as it was, is no difference.
 */
export function compareTrees(before: Tree, after: Tree, below: (path: string) => Node | null): readonly Difference[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].sort().flatMap((path): readonly Difference[] => {
    const was = seen(before, path, below);
    const is = seen(after, path, below);
    if (was === null && is === null) return [];
    if (was === null) return [{ path, what: 'new' }];
    if (is === null) return [{ path, what: 'gone' }];
    return isSame(was, is) ? [] : [{ path, what: 'changed' } as const];
  });
}

/** What a program in the machine sees at the path; null for nothing. */
function seen(tree: Tree, path: string, below: (path: string) => Node | null): Node | null {
  const above = tree.get(path);
  if (above?.kind === 'removed') return null;
  return above ?? below(path);
}

function isSame(one: Node, other: Node): boolean {
  return (
    one.kind === other.kind && one.mode === other.mode && one.owner === other.owner && one.content === other.content
  );
}
