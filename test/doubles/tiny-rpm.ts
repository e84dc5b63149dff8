// RPM packages with next to nothing in them, made by the real rpmbuild.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../../native/exec.ts';

/** Installs `/usr/lib/stile/bin/node`. @returns its file */
export async function makeRpm(
  directory: string,
  { name, version }: { name: string; version: string },
): Promise<string> {
  const top = path.join(directory, `${name}-${version}`);
  await mkdir(top, { recursive: true });
  const spec = path.join(top, 'tiny.spec');
  const file = '/usr/lib/stile/bin/node';
  await writeFile(
    spec,
    [
      '%global _build_id_links none',
      '%global debug_package %{nil}',
      `Name: ${name}`,
      `Version: ${version}`,
      'Release: 1',
      'Summary: a tiny package',
      'License: none',
      'AutoReqProv: no',
      '%description',
      'a tiny package',
      '%install',
      `mkdir -p %{buildroot}${path.dirname(file)}; echo ${version} >%{buildroot}${file}`,
      '%files',
      file,
      '',
    ].join('\n'),
  );
  const outcome = await runTool(
    '/usr/bin/rpmbuild',
    ['-bb', `--define=_topdir ${top}`, `--define=_dbpath ${top}/db`, spec],
    { timeoutMs: 60_000 },
  );
  if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(`rpmbuild: ${JSON.stringify(outcome)}`);
  const built = `${name}-${version}-1.x86_64.rpm`;
  await rename(path.join(top, 'RPMS/x86_64', built), path.join(directory, built));
  return path.join(directory, built);
}
