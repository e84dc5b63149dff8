// How pages are bundled, whoever shows them: for browsers of today, with nothing inline and nothing of this machine.

import type { InlineConfig } from 'vite';

export function pageOptions(root: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    // Mantine's files say for whom they are (`use client`); each of them would be a warning.
    logLevel: 'error',
    // Nothing of the environment gets into the pages.
    envDir: false,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      // Browsers that know `light-dark()`.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      // Nothing inline: the content security policy takes neither code nor images that stand in the page.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
    },
  };
}
