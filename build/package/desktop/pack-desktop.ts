// Has electron-builder pack the desktop app for one system: the folder that the installers of that system take in.

import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { runTool } from '../../../native/exec.ts';
import type { InstallPlatform } from '../../../shared/install/layout.ts';
import { ensureBundle } from '../../bundles/ensure-bundle.ts';
import { ensureKeytar } from '../../set-up/keytar.ts';
import { ensureShell } from '../../shell/build-shell.ts';
import { writeEntries } from '../contents/entry.ts';
import { packedParts } from '../programs/native-packages.ts';
import type { BuildOptions } from '../target.ts';
import { type ElectronDist, findElectronDist } from './electron-dist.ts';
import { layStandInDist } from './stand-in-dist.ts';
import { bundledIn, tellContents } from './tell-contents.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const aDayMs = 24 * 3_600_000;

export interface PackedDesktop {
  /** On macOS it holds `Stile.app`, elsewhere the program and what lies beside it. */
  readonly folder: string;
  /** Why it must not be given to people; empty if it may. */
  readonly obstacles: readonly string[];
}

/** Of the sources as they are, and the Electron that is there. @throws ForeignElectron */
export async function ensureDesktop(
  platform: InstallPlatform,
  { release, report }: BuildOptions,
): Promise<PackedDesktop> {
  const dist = await findElectronDist(root, platform);
  const shell = await ensureShell();
  const { folder } = await ensureBundle({
    name: `desktop-${platform}`,
    folders: ['build/package', 'build/icons'],
    also: [shell, release.version, String(release.epoch), dist.kind === 'official' ? dist.sha256 : dist.kind],
    keepMs: aDayMs,
    async build(outDir) {
      report(`packing the desktop app for ${platform} with electron-builder`);
      await pack({ platform, dist, shell, version: release.version, epoch: release.epoch, outDir, report });
    },
  });
  return { folder, obstacles: dist.kind === 'official' ? [] : [dist.why] };
}

interface Packing {
  readonly platform: InstallPlatform;
  readonly dist: ElectronDist;
  readonly shell: string;
  readonly version: string;
  readonly epoch: number;
  readonly outDir: string;
  readonly report: (line: string) => void;
}

const asked = { linux: '--linux', win32: '--win', darwin: '--mac' } as const;
const made = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: 'mac' } as const;

async function pack({ platform, dist, shell, version, epoch, outDir, report }: Packing): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'stile-desktop-'));
  const at = (...parts: readonly string[]) => path.join(scratch, ...parts);
  try {
    await cp(shell, at('app'), { recursive: true });
    const manifest = { ...JSON.parse(await readFile(at('app', 'package.json'), 'utf8')), version, ...about };
    if (platform === 'linux') await ensureKeytar(root, report);
    for (const place of ['app', '.'])
      await writeFile(at(place, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const natives = await packedParts(root, ['koffi', 'keytar', '@napi-rs/keyring'], platform);
    await writeEntries(
      at('natives'),
      natives.flatMap(({ entries }) => entries),
      epoch,
    );
    await tellContents(scratch, [...(await bundledIn(shell)), ...natives.map(({ folder }) => folder)], {
      version,
      epoch,
    });
    if (dist.kind === 'stand-in') await layStandInDist(at('dist'), platform, dist.version);
    const electronDist = dist.kind === 'official' ? dist.folder : at('dist');
    await writeFile(at('config.json'), JSON.stringify(configuration(scratch, electronDist, dist.version)));
    await run(scratch, asked[platform], epoch);
    await mkdir(path.dirname(outDir), { recursive: true });
    await rename(at('out', made[platform]), outDir).catch(() =>
      cp(at('out', made[platform]), outDir, { recursive: true }),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What electron-builder misses in a manifest. */
const about = { description: 'The desktop app of the Stile zero-trust agent', author: 'The Stile authors' };

function configuration(scratch: string, electronDist: string, electronVersion: string): object {
  return {
    extends: path.join(root, 'build', 'electron-builder.yml'),
    directories: { app: 'app', output: path.join(scratch, 'out'), buildResources: path.join(root, 'build', 'icons') },
    electronVersion,
    electronDist,
    // Beside the archive, where Node looks next: compiled libraries cannot be loaded out of one.
    extraResources: [
      { from: path.join(scratch, 'natives', 'node_modules'), to: 'node_modules', filter: ['**/*'] },
      { from: path.join(scratch, 'app', 'licences.txt'), to: 'licences.txt' },
      { from: path.join(scratch, 'sbom.cdx.json'), to: 'sbom.cdx.json' },
    ],
  };
}

async function run(scratch: string, system: string, epoch: number): Promise<void> {
  const program = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  const wanted = [system, 'dir', '--x64', '--projectDir', scratch, '-c', path.join(scratch, 'config.json')];
  const outcome = await runTool(process.execPath, [program, ...wanted, '--publish', 'never'], {
    timeoutMs: 300_000,
    // In CI it asks nobody and shows no news of itself.
    environment: { CI: '1', HOME: scratch, SOURCE_DATE_EPOCH: String(epoch) },
  });
  if (outcome.kind === 'exited' && outcome.code === 0) return;
  const said = outcome.kind === 'exited' ? `${outcome.stdout}${outcome.stderr}`.trim().slice(-2_000) : outcome.kind;
  throw new Error(`electron-builder: ${said}`);
}
