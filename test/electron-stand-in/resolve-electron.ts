// Makes `electron` mean the stand-in, and `stand-in:app` the app's own main file, for everything that is imported from now on.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const standIn = new URL('./electron.ts', import.meta.url).href;

export function resolveElectron(app: string): void {
  const main = pathToFileURL(mainFile(path.resolve(app))).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'electron' || specifier === 'electron/main') return { url: standIn, shortCircuit: true };
      return next(specifier === 'stand-in:app' ? main : specifier, context);
    },
  });
}

/** An app is a folder with a package.json that names its main file, or that file itself. */
function mainFile(place: string): string {
  try {
    const { main = 'index.js' }: { readonly main?: string } = JSON.parse(
      readFileSync(path.join(place, 'package.json'), 'utf8'),
    );
    return path.join(place, main);
  } catch {
    return place;
  }
}
