// What `npm run package -- --mac` builds: an archive with everything, of which a Mac makes the installer.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { runTool } from '../../../native/exec.ts';
import { pinnedNode } from '../../../shared/node/tls/runtime.ts';
import { packagingPackages, zipPackage } from '../../set-up/packages.ts';
import { below, writeEntries } from '../contents/entry.ts';
import { readEntries } from '../contents/read-entries.ts';
import { ensureDesktop } from '../desktop/pack-desktop.ts';
import { ensureNode } from '../programs/packed-node.ts';
import { programEntries } from '../programs/program-entries.ts';
import type { BuildOptions, BuiltPackage, Target } from '../target.ts';
import { macContents } from './contents.ts';

export const macTarget: Target = {
  system: 'mac',
  name: 'stile',
  makes: 'zip: agent and desktop app, and what a Mac makes the installer of; see docs/packaging-macos.md',
  needs: [...packagingPackages, zipPackage],
  build,
};

async function build(outDir: string, options: BuildOptions): Promise<readonly BuiltPackage[]> {
  const { version, epoch } = options.release;
  const agent = await programEntries('agent', 'darwin', options.release);
  const { folder, obstacles } = await ensureDesktop('darwin', options);
  const app = await readEntries(path.join(folder, 'Stile.app'));
  const name = `stile-${version}-macos-x64`;
  const file = `${name}.zip`;
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-macos-'));
  try {
    options.report(`packing ${file}`);
    await writeEntries(scratch, below(`/${name}`, macContents(version, agent.entries, app)), epoch);
    // -X, -y: no owners of this machine, links as links.
    const archive = path.join(outDir, file);
    await rm(archive, { force: true });
    const outcome = await runTool(
      '/bin/sh',
      ['-c', 'cd "$1" && find "$2" | sort | TZ=UTC zip -qXy9@ "$3"', 'sh', scratch, name, archive],
      { timeoutMs: 300_000 },
    );
    if (outcome.kind !== 'exited' || outcome.code !== 0)
      throw new Error(`zip: ${JSON.stringify(outcome).slice(0, 2_000)}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const unsigned = 'nothing in it is signed: make-pkg.sh does that on a Mac';
  return [{ file, obstacles: [...agent.obstacles, ...(await nodeObstacles()), ...obstacles, unsigned] }];
}

const manifest = z.object({ version: z.string() });

/** npm has no newer one for macOS than this, and the agent refuses it. */
async function nodeObstacles(): Promise<readonly string[]> {
  const { folder } = await ensureNode('darwin');
  const { version } = manifest.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')));
  return version === pinnedNode ? [] : [`its Node is ${version}, and the agent starts on ${pinnedNode} or newer only`];
}
