// The package manager of macOS: installer(8) and its receipts.

import { rm } from 'node:fs/promises';
import { runTool } from '../exec.ts';
import { detachedRuns } from './detached-run.ts';
import type { Inspection, Installation, PackageManager, PackageManagerOptions } from './package-manager.ts';
import { fieldsOf, identityOf, lastLine, packageNames } from './parse.ts';

/** Of the one package that brings everything. */
const receipt = 'io.stile.agent';
const timeoutMs = 60_000;

export function packageManagerOfDarwin({ programs, output }: PackageManagerOptions): PackageManager {
  const runs = detachedRuns(output);
  return {
    async installation(): Promise<Installation> {
      const outcome = await runTool('/usr/sbin/pkgutil', ['--pkg-info', receipt], { timeoutMs });
      if (outcome.kind !== 'exited') return { kind: 'unknown', why: `pkgutil: ${outcome.kind.replaceAll('-', ' ')}` };
      if (outcome.code !== 0) return { kind: 'not-packaged' };
      const own = identityOf(packageNames.agent, fieldsOf(outcome.stdout, ':').get('version') ?? '', thisArch());
      if (own === null) return { kind: 'unknown', why: 'the release of the installed package cannot be read' };
      return { kind: 'packaged', by: 'darwin-pkg', packages: [own] };
    },
    async inspect(file): Promise<Inspection> {
      const expanded = `${file}.expanded`;
      const outcome = await runTool('/usr/sbin/pkgutil', ['--expand', file, expanded], { timeoutMs });
      if (outcome.kind !== 'exited' || outcome.code !== 0)
        return { kind: 'unreadable', why: outcome.kind === 'exited' ? lastLine(outcome.stderr) : outcome.kind };
      try {
        const text = await runTool('/usr/bin/xmllint', ['--xpath', versionPath, `${expanded}/Distribution`], {
          timeoutMs,
        });
        const version = text.kind === 'exited' ? text.stdout.trim() : '';
        const own = identityOf(packageNames.agent, version, thisArch());
        return own === null
          ? { kind: 'unreadable', why: `it has no package ${receipt} with a release` }
          : { kind: 'read', ...own };
      } finally {
        await rm(expanded, { recursive: true, force: true });
      }
    },
    install: ([file, ...others]) =>
      file === undefined || others.length > 0
        ? Promise.resolve({ kind: 'failed', why: 'on macOS one package brings everything' })
        : runs.begin('/usr/sbin/installer', ['-pkg', file, '-target', '/'], {}),
    remove: () => runs.begin('/bin/sh', [`${programs}/uninstall.sh`], {}),
    progress: () => runs.progress(),
  };
}

const versionPath = `string(//pkg-ref[@id="${receipt}" and @version][1]/@version)`;

/** Packages are built for one architecture, and an installed one runs on its own. */
function thisArch(): string {
  return process.arch === 'arm64' ? 'arm64' : 'x86_64';
}
