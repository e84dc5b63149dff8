// Builds both installers around a scene, signs them, and tries them on a Windows under Wine; for tests and for the demo.

import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { windowsPackageFolder, windowsPackages } from '../../../set-up/wine.ts';
import { startWinePrefix, type WinePrefix } from '../../../set-up/wine-prefix.ts';
import { buildInstallers, type Installers, signInstallers } from '../build-installers.ts';
import { type Signer, throwawaySigner, throwawaySubject, whyNotSigned } from '../sign.ts';
import { asWindowsSearches, installerKinds, plantedLibraries } from './installer.ts';
import { compileScene, type ScenePrograms, stageScene } from './scene-payload.ts';
import { type InstallerTrial, tryInstaller } from './try-installer.ts';

export interface WindowsTrial {
  readonly nsis: InstallerTrial;
  readonly msi: InstallerTrial;
  /** Why a signature is not right; none if they all are. */
  readonly signatures: readonly string[];
  readonly planted: PlantedTrial;
}

export interface PlantedTrial {
  /** What was planted leaves a trace when a careless program takes it: without that, the rest would prove nothing. */
  readonly isDangerous: boolean;
  /** Whether an installer or the service took it. */
  readonly wasTaken: boolean;
}

/** `report` gets a line per step. Needs what `ensureWine` brings. */
export async function tryWindowsInstallers(root: string, report: (line: string) => void): Promise<WindowsTrial> {
  const [node] = windowsPackages.map((each) => windowsPackageFolder(root, each));
  if (node === undefined) throw new Error('there is no Node for Windows');
  const windowsNode = path.join(node, 'bin', 'node.exe');
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-installers-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  report('compiling the service host; starting Wine');
  const [programs, prefix] = await Promise.all([compileScene(folder, windowsNode), startWinePrefix()]);
  stack.use(prefix);
  const signer = await throwawaySigner(folder);
  const [older, newer] = [
    await build(folder, programs, signer, '1.0.0'),
    await build(folder, programs, signer, '1.1.0'),
  ];
  const trace = path.join(prefix.driveC, 'planted.txt');
  const isDangerous = await plant(prefix, programs, path.dirname(older.setup), trace);
  const trials: InstallerTrial[] = [];
  for (const installer of installerKinds) {
    report(`installing by ${installer.kind}, upgrading and removing under Wine`);
    trials.push(await tryInstaller({ prefix, installer, older, newer, node: windowsNode }));
  }
  const [nsis, msi] = trials;
  if (nsis === undefined || msi === undefined) throw new Error('an installer was not tried');
  const files = [...Object.values(older), ...Object.values(newer)];
  const complaints = await Promise.all(files.map((file) => whyNotSigned(file, signer.certificate, throwawaySubject)));
  return {
    nsis,
    msi,
    signatures: complaints.filter((why) => why !== null),
    planted: { isDangerous, wasTaken: existsSync(trace) },
  };
}

async function build(folder: string, programs: ScenePrograms, signer: Signer, version: string): Promise<Installers> {
  const payloadFolder = path.join(folder, `payload-${version}`);
  await stageScene(payloadFolder, programs, version);
  const options = { library: programs.compiled.library, version, epoch: 1_700_000_000, isQuick: true };
  const installers = await buildInstallers({ ...options, payloadFolder, outDir: path.join(folder, 'downloads') });
  await signInstallers(installers, signer);
  return installers;
}

const plantedPrograms = [
  'node.exe',
  'sc.exe',
  'net.exe',
  'taskkill.exe',
  'cmd.exe',
  'msiexec.exe',
  'stile-service.exe',
];

/** Beside the installer, where it is started, and on its PATH. True if a careless program falls for it. */
async function plant(prefix: WinePrefix, programs: ScenePrograms, place: string, trace: string): Promise<boolean> {
  for (const name of plantedLibraries) await copyFile(programs.plantedLibrary, path.join(place, `${name}.dll`));
  for (const name of plantedPrograms) await copyFile(programs.planted, path.join(place, name));
  const careless = { cwd: place, environment: asWindowsSearches };
  await prefix.run(path.join(place, 'node.exe'), ['userenv.dll'], careless);
  const isDangerous = existsSync(trace);
  await rm(trace, { force: true });
  return isDangerous;
}
