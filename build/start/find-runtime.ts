// Finds what runs the desktop shell here: Electron where it can be had, else its stand-in; the only place that chooses.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { downloadElectron } from './download-electron.ts';

const root = path.resolve(import.meta.dirname, '../..');

export type Runtime =
  | { readonly kind: 'electron'; readonly program: string }
  /** `why`: what keeps Electron away. */
  | { readonly kind: 'stand-in'; readonly program: string; readonly why: string };

export interface RuntimeChoices {
  /** Whether Electron may be downloaded: when a person starts the shell, never in a test. */
  readonly mayDownload: boolean;
  readonly report: (line: string) => void;
}

/** `ELECTRON_PATH` names nothing: an answer for who set it, with nothing to look for in a stack. */
export class NoSuchRuntime extends Error {}

/** @throws NoSuchRuntime */
export async function findRuntime({ mayDownload, report }: RuntimeChoices): Promise<Runtime> {
  const named = process.env.ELECTRON_PATH ?? '';
  if (named !== '') {
    if (!existsSync(named)) throw new NoSuchRuntime(`ELECTRON_PATH names ${named}, and there is no such file`);
    return { kind: 'electron', program: named };
  }
  const installed = installedElectron();
  if (installed !== null) return { kind: 'electron', program: installed };
  const why = mayDownload ? await downloadElectron(root, report) : 'Electron was not downloaded';
  const downloaded = installedElectron();
  if (downloaded !== null) return { kind: 'electron', program: downloaded };
  return {
    kind: 'stand-in',
    program: path.join(root, 'test', 'electron-stand-in', 'electron'),
    why: why ?? 'Electron is not there',
  };
}

/** How runs, tests and pictures say what they were made on. */
export function runtimeText(runtime: Runtime): string {
  return runtime.kind === 'electron'
    ? `Electron (${runtime.program})`
    : `the stand-in for Electron, with Debian's Chromium, because ${runtime.why}`;
}

/** The binary that the package `electron` has downloaded; its file `path.txt` says where it lies. */
function installedElectron(): string | null {
  const folder = path.join(root, 'node_modules', 'electron');
  const named = path.join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const program = path.join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(program) ? program : null;
}
