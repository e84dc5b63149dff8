// Builds both installers from a folder that looks as it will on the device, and signs them.

import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { buildMsi } from './msi/build-msi.ts';
import { buildSetup } from './nsis/build-setup.ts';
import { type PayloadFile, readPayload } from './payload.ts';
import { type Signer, signFile } from './sign.ts';

export interface InstallersToBuild {
  /** With the service host in it; its files get the release's time. */
  readonly payloadFolder: string;
  /** The library of the MSI package. */
  readonly library: string;
  readonly version: string;
  readonly epoch: number;
  /** Hardly packed: for tests. */
  readonly isQuick: boolean;
  readonly outDir: string;
}

export interface Built extends Omit<InstallersToBuild, 'payloadFolder' | 'outDir'> {
  readonly payload: readonly PayloadFile[];
  readonly sizeKib: number;
}

export interface Installers {
  readonly setup: string;
  readonly msi: string;
}

/** Unsigned: these are the same bytes for the same sources. */
export async function buildInstallers({ payloadFolder, outDir, ...rest }: InstallersToBuild): Promise<Installers> {
  const payload = await readPayload(payloadFolder);
  const sizes = await Promise.all(payload.map(async ({ source }) => (await stat(source)).size));
  const sizeKib = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1_024);
  const built = { ...rest, payload, sizeKib };
  await mkdir(outDir, { recursive: true });
  const setup = path.resolve(outDir, `stile-${rest.version}-x64-setup.exe`);
  const msi = path.resolve(outDir, `stile-${rest.version}-x64.msi`);
  await Promise.all([buildSetup(setup, built), buildMsi(msi, built)]);
  return { setup, msi };
}

export async function signInstallers({ setup, msi }: Installers, signer: Signer): Promise<void> {
  await signFile(setup, signer);
  await signFile(msi, signer);
}
