// Writes down what a bundle is made of, while it is made.

import path from 'node:path';
import type { Plugin } from 'vite';

export interface FoundInputs {
  /** Our own files, by their place in the repository. */
  readonly own: readonly string[];
  /** Folders of npm packages below the repository. */
  readonly packages: readonly string[];
  /** What is imported at run time. */
  readonly imported: readonly string[];
}

export class Inputs {
  readonly #root: string;
  readonly #own = new Set<string>();
  readonly #packages = new Set<string>();
  readonly #imported = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Sees every chunk, and in it every module of which something is left. */
  readonly plugin: Plugin = {
    name: 'stile:inputs',
    generateBundle: (_options, bundle) => {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of chunk.moduleIds) this.#take(id);
        for (const name of [...chunk.imports, ...chunk.dynamicImports]) if (!(name in bundle)) this.#imported.add(name);
      }
    },
  };

  found(): FoundInputs {
    return { own: sorted(this.#own), packages: sorted(this.#packages), imported: sorted(this.#imported) };
  }

  #take(id: string): void {
    // What begins with a zero byte was made by the bundler.
    const file = id.replace(/[?#].*$/, '');
    if (file.startsWith('\0') || !path.isAbsolute(file)) return;
    const place = path.relative(this.#root, file).replaceAll(path.sep, '/');
    const inPackage = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(place)?.[0];
    if (inPackage === undefined) this.#own.add(place);
    else this.#packages.add(inPackage);
  }
}

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort();
}
