// Builds what the story installs: this release, and the same as an older one.

import path from 'node:path';
import { releaseOf, sourcesAt } from '../../../package/release.ts';
import { reproducibleOf } from '../../../package/reproducible.ts';
import { buildTargets } from '../../../package/run.ts';
import type { Target } from '../../../package/target.ts';
import { targets } from '../../../package/targets.ts';
import type { Installation } from '../../summary.ts';
import { value } from '../../tell.ts';
import type { StoryWorld } from '../story.ts';
import { makeReleaseKeys, type ReleaseKeys } from './feed.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const linux = targets.filter(({ system }) => system === 'linux');
export const previousVersion = '0.0.1';

export const packageNeeds = linux.flatMap(({ needs }) => needs);

export interface Built {
  readonly found: Pick<Installation, 'packages' | 'reproducible'>;
  /** @throws Error if there is none */
  file(name: string, kind: 'deb' | 'rpm'): string;
  /** Where this release's packages lie, and packages.json with them. */
  readonly folder: string;
  /** The agent's package of an older release. */
  readonly previous: string;
  /** Both take releases that these have signed. */
  readonly keys: ReleaseKeys;
}

export async function buildPackages({ tell, stage }: StoryWorld): Promise<Built> {
  const folder = path.join(stage.places.workspace, 'packages');
  const older = path.join(stage.places.workspace, 'older');
  const keys = await makeReleaseKeys(path.join(stage.places.workspace, 'release'));
  const packages = await tell.step('package', 'npm run package -- --linux', async () => {
    const built = await build(linux, folder, { keys, version: undefined });
    return {
      value: built,
      facts: { packages: built.map(({ file, mib }) => ({ file, mib })) },
      lines: built.map(({ file, mib, why }) => value(file, `${mib} MiB${why === undefined ? '' : ` (${why})`}`)),
    };
  });
  const agent = linux.filter(({ name }) => name === 'stile-agent');
  const [previous] = await tell.step('package-older', 'The agent once more, as an older release', async () => ({
    value: (await build(agent, older, { keys, version: previousVersion })).filter(({ file }) => file.endsWith('.deb')),
  }));
  const reproducible = await tell.step('reproducible', 'Built again in another folder, it is the same', async () => {
    const differing = await reproducibleOf(
      agent,
      packages.filter(({ file }) => file.startsWith('stile-agent')),
      {
        release: { ...(await releaseHere(undefined)), updateKeys: keys.keys },
        report: () => undefined,
      },
    );
    return {
      value: differing.length === 0,
      facts: { differing },
      lines: differing.map((line) => value('differs', line)),
    };
  });
  return {
    found: { packages: packages.map(({ file, mib, releasable }) => ({ file, mib, releasable })), reproducible },
    file(name, kind) {
      const found = packages.find(({ file }) => new RegExp(`^${name}[_-]\\d.*\\.${kind}$`).test(file));
      if (found === undefined) throw new Error(`there is no package ${name} for ${kind}`);
      return path.join(folder, found.file);
    },
    folder,
    keys,
    previous: path.join(older, previous?.file ?? 'none'),
  };
}

async function releaseHere(version: string | undefined) {
  const release = releaseOf(await sourcesAt(root, version));
  if (release.kind === 'undated') throw new Error(release.why);
  return release.release;
}

async function build(
  wanted: readonly Target[],
  folder: string,
  { keys, version }: { readonly keys: ReleaseKeys; readonly version: string | undefined },
) {
  const release = { ...(await releaseHere(version)), updateKeys: keys.keys };
  const outcome = await buildTargets(wanted, folder, { release, report: () => undefined });
  if (outcome.kind === 'missing') throw new Error(outcome.why);
  return outcome.packages;
}
