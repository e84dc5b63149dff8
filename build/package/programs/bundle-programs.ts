// Bundles the programs of one product for the Node that is packed with them.

import path from 'node:path';
import { build } from 'vite';
import { type FoundInputs, Inputs } from '../../bundles/inputs.ts';
import { leftOut } from '../../bundles/left-out.ts';
import { nativePackageNames, type Programs } from './products.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Asked for by packages that do without them: a compiled part of `ws` and of `pg`, the prettier log, ways that we never go. */
const neverAskedFor = ['bufferutil', 'utf-8-validate', 'pg-native', 'pg-cloudflare', 'pino-pretty'];

/** Writes `<entry>.mjs` for each entry, and beside them the parts that several of them share. Answers what they are made of. */
export async function bundlePrograms(programs: Programs, outDir: string): Promise<FoundInputs> {
  const inputs = new Inputs(root);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    envDir: false,
    publicDir: false,
    plugins: [leftOut(neverAskedFor), inputs.plugin],
    ssr: { noExternal: true, external: [...nativePackageNames], target: 'node' },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      sourcemap: false,
      emptyOutDir: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(programs.entries).map(([name, file]) => [name, path.join(root, file)]),
        ),
        external: [...nativePackageNames],
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[name]-[hash].mjs' },
      },
    },
  });
  return inputs.found();
}
