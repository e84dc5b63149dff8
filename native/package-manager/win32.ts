// The package manager of Windows: the installer service, by msi.dll and msiexec.

import { upgradeCode } from '../../shared/install/windows-package.ts';
import { detachedRuns } from './detached-run.ts';
import { openMsi } from './msi.ts';
import type { Begun, Inspection, Installation, PackageManager, PackageManagerOptions } from './package-manager.ts';
import { identityOf, packageNames } from './parse.ts';

const msiexec = 'C:\\Windows\\System32\\msiexec.exe';

export function packageManagerOfWindows({ output }: PackageManagerOptions): PackageManager {
  // msiexec itself prints nothing: what it does, it writes down where it is told.
  const log = `${output}.msi`;
  const runs = detachedRuns(output, log);
  /** Nobody is asked, nothing is restarted: what is in use would be replaced at the next start of the machine. */
  const quietly = ['/qn', '/norestart', '/liwearuo', log];

  return {
    async installation(): Promise<Installation> {
      const msi = await openMsi();
      if (msi === null) return { kind: 'unknown', why: 'msi.dll cannot be loaded' };
      const product = msi.productOf(upgradeCode);
      if (product === null) return { kind: 'not-packaged' };
      const own = identityOf(packageNames.agent, msi.installedVersion(product) ?? '', thisArch());
      if (own === null) return { kind: 'unknown', why: 'the release of the installed package cannot be read' };
      return { kind: 'packaged', by: 'win32-msi', packages: [own] };
    },
    async inspect(file): Promise<Inspection> {
      const msi = await openMsi();
      if (msi === null) return { kind: 'unreadable', why: 'msi.dll cannot be loaded' };
      if (msi.property(file, 'UpgradeCode')?.toUpperCase() !== upgradeCode)
        return { kind: 'unreadable', why: 'it is no package of Stile' };
      const version = msi.property(file, 'ProductVersion') ?? '';
      const own = identityOf(packageNames.agent, version, thisArch());
      return own === null ? { kind: 'unreadable', why: `its release is ${version}` } : { kind: 'read', ...own };
    },
    async install([file, ...others]): Promise<Begun> {
      if (file === undefined || others.length > 0)
        return { kind: 'failed', why: 'on Windows one package brings everything' };
      return await runs.begin(msiexec, ['/i', file, ...quietly], {});
    },
    async remove(): Promise<Begun> {
      const product = (await openMsi())?.productOf(upgradeCode) ?? null;
      if (product === null) return { kind: 'failed', why: 'no package manager knows of this installation' };
      return await runs.begin(msiexec, ['/x', product, ...quietly], {});
    },
    progress: () => runs.progress(),
  };
}

/** Packages are built for one architecture, and an installed one runs on its own. */
function thisArch(): string {
  return process.arch === 'arm64' ? 'arm64' : 'amd64';
}
