// Builds the setup program with NSIS.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Built } from '../build-installers.ts';
import { hostName } from '../payload.ts';
import { runTool } from '../run-tool.ts';
import { fileList } from './file-list.ts';

export async function buildSetup(outFile: string, { payload, version, sizeKib, isQuick, epoch }: Built): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-setup-'));
  try {
    const files = path.join(scratch, 'files.nsh');
    await writeFile(files, fileList(payload));
    const host = payload.find(({ name }) => name === hostName);
    if (host === undefined) throw new Error('the payload has no service host');
    const defines = {
      OUT: outFile,
      VERSION: version,
      FILES: files,
      HOST: host.source,
      SIZE_KIB: String(sizeKib),
      ...(payload.some(({ isDesktop }) => isDesktop) ? { HAS_DESKTOP: '1' } : {}),
      ...(isQuick ? { QUICK: '1' } : {}),
    };
    const script = path.join(import.meta.dirname, 'stile.nsi');
    const args = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    // Warnings are errors: an unknown variable would become an empty text in a path.
    await runTool('/usr/bin/makensis', ['-V2', '-WX', ...args, script], {
      environment: { SOURCE_DATE_EPOCH: String(epoch) },
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
