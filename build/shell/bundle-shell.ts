// Bundles the three programs of the shell, main process, preload and pages, each for where it runs.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type InlineConfig, mergeConfig } from 'vite';
import { Inputs } from '../bundles/inputs.ts';
import { leftOut } from '../bundles/left-out.ts';
import { licencesOf } from '../bundles/licences.ts';
import { pageOptions } from '../bundles/page-options.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Given by the runtime, or compiled for one system and therefore beside the bundle. */
const outside = ['electron', 'koffi', 'keytar', '@napi-rs/keyring'];

/** `dbus-next` looks for a bus at an X server, or with a socket of its own, where it is not told an address; it always is. */
const neverAskedFor = ['x11', 'usocket'];

/**
 * Writes the folder of the app: `main.js`, `preload.cjs`, `pages/`, `licences.txt`, `package.json`; and `inputs.json`, which
 * names what each program is made of.
 */
export async function bundleShell(outDir: string): Promise<void> {
  const inputs = { main: new Inputs(root), preload: new Inputs(root), pages: new Inputs(root) };
  await mkdir(outDir, { recursive: true });
  await build(mergeConfig(mainOptions(outDir), { plugins: [inputs.main.plugin] }));
  await build(mergeConfig(preloadOptions(outDir), { plugins: [inputs.preload.plugin] }));
  await build(mergeConfig(pagesOptions(outDir), { plugins: [inputs.pages.plugin] }));
  const packages = Object.values(inputs).flatMap((each) => each.found().packages);
  await writeFile(path.join(outDir, 'licences.txt'), await licencesOf(root, packages));
  await writeJson(path.join(outDir, 'inputs.json'), {
    main: inputs.main.found(),
    preload: inputs.preload.found(),
    pages: inputs.pages.found(),
  });
  await writeJson(path.join(outDir, 'package.json'), await manifest());
}

/** For Node inside Electron; its parts that are needed later are files beside it. */
function mainOptions(outDir: string): InlineConfig {
  return {
    ...programOptions,
    plugins: [leftOut(neverAskedFor)],
    ssr: { noExternal: true, external: outside, target: 'node' },
    build: {
      ...programBuild,
      ssr: path.join(root, 'electron', 'main.ts'),
      outDir,
      rolldownOptions: {
        external: outside,
        output: { format: 'es', entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

/** One script that requires nothing but Electron: more is not to be had in the sandbox. */
function preloadOptions(outDir: string): InlineConfig {
  return {
    ...programOptions,
    ssr: { noExternal: true, target: 'webworker' },
    build: {
      ...programBuild,
      ssr: path.join(root, 'electron', 'preload.ts'),
      outDir,
      rolldownOptions: {
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  };
}

function pagesOptions(outDir: string): InlineConfig {
  const options = pageOptions(path.join(root, 'renderer'), path.join(outDir, 'pages'));
  // The window's addresses are of a scheme of its own, and always below its page.
  return mergeConfig(options, { base: './', build: { cssTarget: 'chrome150', target: 'es2024' } });
}

const programOptions = {
  configFile: false,
  root,
  logLevel: 'error',
  envDir: false,
  publicDir: false,
} as const;

const programBuild = {
  target: 'node24',
  minify: false,
  sourcemap: false,
  emptyOutDir: false,
  reportCompressedSize: false,
} as const;

async function manifest(): Promise<object> {
  const { version, license }: { version: string; license: string } = JSON.parse(
    await readFile(path.join(root, 'package.json'), 'utf8'),
  );
  return { name: 'stile', productName: 'Stile', version, license, private: true, type: 'module', main: 'main.js' };
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
