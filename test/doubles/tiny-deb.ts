// Debian packages with next to nothing in them, made by the real dpkg-deb.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '../../native/exec.ts';

export interface TinyDeb {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  /** Maintainer scripts, by their names. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Installs `/usr/lib/stile/bin/node` and settings (the agent), or a file of its own. @returns its file */
export async function makeDeb(directory: string, { name, version, depends, scripts = {} }: TinyDeb): Promise<string> {
  const tree = path.join(directory, `${name}-${version}`);
  const isAgent = name === 'stile-agent';
  const files: Record<string, string> = {
    'DEBIAN/control': [
      `Package: ${name}`,
      `Version: ${version}`,
      'Architecture: amd64',
      'Maintainer: Nobody <nobody@corp.test>',
      ...(depends === undefined ? [] : [`Depends: ${depends}`]),
      'Description: a tiny package',
      '',
    ].join('\n'),
    [isAgent ? 'usr/lib/stile/bin/node' : `opt/${name}`]: `${version}\n`,
    ...(isAgent ? { 'etc/stile/agent.json': '{}\n', 'DEBIAN/conffiles': '/etc/stile/agent.json\n' } : {}),
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(tree, file)), { recursive: true, mode: 0o755 });
    await writeFile(path.join(tree, file), text);
  }
  for (const [script, text] of Object.entries(scripts))
    await writeFile(path.join(tree, 'DEBIAN', script), `#!/bin/sh\nset -e\n${text}\n`, { mode: 0o755 });
  const made = path.join(directory, `${name}_${version}_amd64.deb`);
  const outcome = await runTool('/usr/bin/dpkg-deb', ['-Znone', '--root-owner-group', '--build', tree, made], {
    timeoutMs: 60_000,
  });
  if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(`dpkg-deb: ${JSON.stringify(outcome)}`);
  return made;
}
