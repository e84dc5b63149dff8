// Windows: both installers, signed, tried under Wine; a machine without Wine says so.

import path from 'node:path';
import type { InstallerTrial } from '../../../package/windows/try/try-installer.ts';
import { tryWindowsInstallers } from '../../../package/windows/try/try-windows-installers.ts';
import { ensureWine } from '../../../set-up/wine.ts';
import type { Installation, InstalledOnWindows } from '../../summary.ts';
import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

export async function tellWindows({ tell }: StoryWorld): Promise<Pick<Installation, 'nsis' | 'msi'>> {
  return await tell.step('windows', 'Setup program and MSI install, serve, upgrade and go, under Wine', async () => {
    const wine = await ensureWine(root, () => undefined);
    if (wine.kind === 'missing') throw new Error(`${wine.why}; ${wine.howToGet}`);
    const { nsis, msi, signatures, planted } = await tryWindowsInstallers(root, () => undefined);
    if (planted.wasTaken) throw new Error('an installer took a program or a library that was planted beside it');
    const isSigned = signatures.length === 0;
    const found = { nsis: seen(nsis, isSigned), msi: seen(msi, isSigned) };
    return {
      value: found,
      facts: { ...found, signatures },
      lines: Object.entries(found).map(([kind, { installed, serviceRan, uninstalled, left }]) => {
        const all = [installed, serviceRan, uninstalled].every(Boolean) && left.length === 0;
        return value(kind, all ? 'installed, served, gone without a trace' : `left: ${left.join(', ')}`);
      }),
    };
  });
}

function seen({ installed, serviceRan, uninstalled, left }: InstallerTrial, signed: boolean): InstalledOnWindows {
  return { installed, serviceRan, uninstalled, signed, left };
}
