// Hands verified packages to the package manager, and finds out what became of them.

import type { PackageManager } from '../../native/package-manager/package-manager.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { Redactor } from '../../shared/redaction/redactor.ts';
import type { Downloaded } from './download.ts';
import type { KeptUpdates } from './saved-updates.ts';

/**
 * Verifies the held files once more and begins. What is saved before says to the next agent, which may be the new release, what was meant.
 * @throws AppError `update-package-refused`, `update-install-failed`
 */
export async function beginInstall(
  version: string,
  { files }: Downloaded,
  manager: PackageManager,
  saved: KeptUpdates,
): Promise<void> {
  for (const file of files) await file.prove();
  await saved.update({ attempt: version });
  const begun = await manager.install(files.map(({ path }) => path));
  if (begun.kind === 'begun') return;
  await saved.update({ attempt: null, failures: oneMore(saved, version) });
  throw new AppError('update-install-failed', { version, why: begun.why });
}

/** The package manager has ended, and this is still, or again, the release before. Counts it, and gives the reason. */
export async function failedInstall(version: string, manager: PackageManager, saved: KeptUpdates): Promise<AppError> {
  const [progress, installation] = await Promise.all([manager.progress(), manager.installation()]);
  await saved.update({ attempt: null, failures: oneMore(saved, version) });
  const isThere =
    installation.kind === 'packaged' &&
    installation.packages.some((each) => each.component === 'agent' && each.version === version);
  if (isThere)
    return new AppError('update-install-failed', {
      version,
      why: 'it is installed, but the agent was not started again',
    });
  const { code, tail } = progress.kind === 'ended' ? progress : { code: null, tail: '' };
  const status = code === null ? 'the package manager ended' : `the package manager ended with status ${code}`;
  const said = new Redactor(null).text(tail.replaceAll(/\s+/g, ' ').slice(-500));
  return new AppError('update-install-failed', { version, why: said === '' ? status : `${status}: ${said}` });
}

function oneMore({ current: { failures } }: KeptUpdates, version: string) {
  return { version, count: failures?.version === version ? failures.count + 1 : 1 };
}
