// Installs and removes our packages by dpkg or rpm, whichever installed us.

import path from 'node:path';
import { runTool, type ToolOutcome } from '../exec.ts';
import { detachedRuns } from './detached-run.ts';
import type { Begun, Inspection, Installation, PackageManager, PackageManagerOptions } from './package-manager.ts';
import { fieldsOf, identitiesOf, identityOf, lastLine, packageNames } from './parse.ts';
import type { Runs } from './runs.ts';
import { isSystemdHere, transientUnit } from './transient-unit.ts';

export interface LinuxPackageOptions extends PackageManagerOptions {
  /** Another root of dpkg's than the machine's own, for tests and images. */
  readonly root?: string;
  /** By what the manager is run, unless as this system does. */
  readonly runs?: Runs;
}

type Packaged = Extract<Installation, { kind: 'packaged' }>;

/** A machine that starts up is slow to answer. */
const timeoutMs = 20_000;
const names = [packageNames.desktop, packageNames.agent];
const environment = { DEBIAN_FRONTEND: 'noninteractive' };

export function packageManagerOfLinux(options: LinuxPackageOptions): PackageManager {
  const { programs, root } = options;
  const below = root === undefined ? [] : [`--root=${root}`];
  const runs = options.runs ?? (isSystemdHere() ? transientUnit(options.output) : detachedRuns(options.output));

  async function installation(): Promise<Installation> {
    const own = path.join(programs, 'bin', 'node');
    const byDpkg = await runTool('/usr/bin/dpkg-query', [...below, '--search', own], { timeoutMs });
    if (succeeded(byDpkg)) {
      const form = `--showformat=\${Package}\t\${Version}\t\${Architecture}\t\${db:Status-Status}\n`;
      return packaged(
        'linux-deb',
        await runTool('/usr/bin/dpkg-query', [...below, '--show', form, ...names], { timeoutMs }),
      );
    }
    const byRpm = await runTool('/usr/bin/rpm', ['--query', '--file', own], { timeoutMs });
    if (succeeded(byRpm)) {
      const form = '--queryformat=%{NAME}\t%{VERSION}\t%{ARCH}\tinstalled\n';
      return packaged('linux-rpm', await runTool('/usr/bin/rpm', ['--query', form, ...names], { timeoutMs }));
    }
    const answers: readonly ToolOutcome[] = [byDpkg, byRpm];
    const silent = answers.find(({ kind }) => kind !== 'exited' && kind !== 'missing');
    return silent === undefined ? { kind: 'not-packaged' } : { kind: 'unknown', why: whyOf(silent) };
  }

  async function managed(act: (found: Packaged) => readonly [string, ...string[]]): Promise<Begun> {
    const found = await installation();
    if (found.kind !== 'packaged') return { kind: 'failed', why: 'no package manager knows of this installation' };
    const [tool, ...args] = act(found);
    return await runs.begin(tool, args, environment);
  }

  return {
    installation,
    inspect: (file) => (file.endsWith('.rpm') ? inspectRpm(file) : inspectDeb(file)),
    install: (files) =>
      managed(({ by }) =>
        by === 'linux-deb'
          ? // Settings that an administrator changed stay; nobody is there to be asked.
            [
              '/usr/bin/dpkg',
              ...below,
              '--force-confdef',
              '--force-confold',
              '--refuse-downgrade',
              '--install',
              ...files,
            ]
          : ['/usr/bin/rpm', '--upgrade', ...files],
      ),
    remove: () =>
      managed(({ by, packages }) =>
        by === 'linux-deb'
          ? ['/usr/bin/dpkg', ...below, '--purge', ...names]
          : // One name that is not installed would keep rpm from removing any.
            ['/usr/bin/rpm', '--erase', ...packages.map(({ component }) => packageNames[component])],
      ),
    progress: () => runs.progress(),
  };
}

async function inspectDeb(file: string): Promise<Inspection> {
  const outcome = await runTool('/usr/bin/dpkg-deb', ['--field', file, 'Package', 'Version', 'Architecture'], {
    timeoutMs,
  });
  if (!succeeded(outcome)) return { kind: 'unreadable', why: whyOf(outcome) };
  const fields = fieldsOf(outcome.stdout, ':');
  return inspected(fields.get('Package'), fields.get('Version'), fields.get('Architecture'));
}

async function inspectRpm(file: string): Promise<Inspection> {
  const form = '--queryformat=%{NAME}\t%{VERSION}\t%{ARCH}';
  // Whose it is, the feed's signature has said; rpm's own keyring knows nothing of us.
  const outcome = await runTool('/usr/bin/rpm', ['--query', '--package', '--nosignature', form, file], { timeoutMs });
  if (!succeeded(outcome)) return { kind: 'unreadable', why: whyOf(outcome) };
  const [name, version, arch] = outcome.stdout.split('\t');
  return inspected(name, version, arch);
}

function inspected(name = '', version = '', arch = ''): Inspection {
  const identity = identityOf(name, version, arch);
  if (identity !== null) return { kind: 'read', ...identity };
  return { kind: 'unreadable', why: `it calls itself ${name} ${version} for ${arch}`.slice(0, 200) };
}

/** Of names asked for, one that is not installed makes the tools end with status 1. */
function packaged(by: 'linux-deb' | 'linux-rpm', outcome: ToolOutcome): Installation {
  if (outcome.kind !== 'exited') return { kind: 'unknown', why: whyOf(outcome) };
  const packages = identitiesOf(outcome.stdout);
  if (packages.some(({ component }) => component === 'agent')) return { kind: 'packaged', by, packages };
  return { kind: 'unknown', why: 'the release of the installed package cannot be read' };
}

function succeeded(outcome: ToolOutcome): outcome is Extract<ToolOutcome, { kind: 'exited' }> {
  return outcome.kind === 'exited' && outcome.code === 0;
}

function whyOf(outcome: ToolOutcome): string {
  return outcome.kind === 'exited' ? lastLine(outcome.stderr) : outcome.kind.replaceAll('-', ' ');
}
