// Builds the MSI package: wixl makes it, msibuild says what wixl has no words for, and its dates and its code are those of the release.

import { mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Built } from '../build-installers.ts';
import { runTool } from '../run-tool.ts';
import { tableChanges } from './actions.ts';
import { givePackageCode } from './package-code.ts';
import { productSource } from './product.ts';

export async function buildMsi(outFile: string, { payload, library, version, epoch }: Built): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-msi-'));
  try {
    // wixl takes no absolute paths, and the cabinet keeps the times of the files.
    for (const [at, { source }] of payload.entries()) {
      await utimes(source, epoch, epoch);
      await symlink(source, path.join(scratch, String(at)));
    }
    await symlink(library, path.join(scratch, 'installer-actions.dll'));
    const linked = payload.map((file, at) => ({ ...file, source: String(at) }));
    const product = productSource({ version, payload: linked, library: 'installer-actions.dll' });
    await writeFile(path.join(scratch, 'product.wxs'), product);
    const wixl = ['/usr/bin/wixl', '-a', 'x64', '-o', outFile, 'product.wxs'];
    await runTool('/usr/bin/faketime', ['-f', fakedTime(epoch), ...wixl], { cwd: scratch });
    await runTool('/usr/bin/msibuild', [outFile, ...tableChanges().flatMap((change) => ['-q', change])]);
    await givePackageCode(outFile);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** In UTC, as the tool runs in it; without an @ the clock stands still. */
function fakedTime(epoch: number): string {
  return new Date(epoch * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}
