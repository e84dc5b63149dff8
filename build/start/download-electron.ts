// Has npm's own package download Electron's binary, once; where that fails, it is not tried again for a day.

import { spawn } from 'node:child_process';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

const limitMs = 120_000;
const aDayMs = 24 * 3_600_000;

/** Why it is not there afterwards; null if it is. */
export async function downloadElectron(root: string, report: (line: string) => void): Promise<string | null> {
  if (process.env.CI) return 'nothing is downloaded in CI';
  const failed = path.join(root, 'out', 'electron-download-failed');
  const before = await stat(failed).catch(() => null);
  if (before !== null && Date.now() - before.mtimeMs < aDayMs)
    return `Electron's download failed in the last 24 hours (remove out/${path.basename(failed)} to try again)`;
  report('downloading Electron (about 110 MB, only once)');
  const trouble = await install(path.join(root, 'node_modules', 'electron'));
  if (trouble === null) {
    await rm(failed, { force: true });
    return null;
  }
  await mkdir(path.dirname(failed), { recursive: true });
  await writeFile(failed, `${trouble}\n`);
  return `Electron's download failed: ${trouble.split('\n')[0]}`;
}

/** Runs the package's installer, which checks what it gets against sums of its own. Trouble is a text. */
async function install(folder: string): Promise<string | null> {
  const child = spawn(process.execPath, [path.join(folder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      if (code === 0) resolve(null);
      else resolve(signal === null ? said.trim() || `exit status ${code}` : `it took longer than ${limitMs / 1_000} s`);
    });
  });
}
