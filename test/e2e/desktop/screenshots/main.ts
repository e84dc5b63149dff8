// `npm run screenshots`: takes every picture of the desktop shell into docs/screenshots; decides nothing.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { shellPackages } from '../../../../build/set-up/packages.ts';
import { ensureSystemPackages } from '../../../../build/set-up/system-packages.ts';
import { findRuntime, runtimeText } from '../../../../build/start/find-runtime.ts';
import { takeTrayPicture } from './tray-picture.ts';
import { takeWindowPictures } from './window-pictures.ts';

const report = (line: string) => void process.stderr.write(`screenshots: ${line}\n`);
const folder = path.resolve(import.meta.dirname, '../../../../docs/screenshots');

const packages = await ensureSystemPackages(shellPackages, report);
if (packages.kind === 'missing') {
  report(`${packages.why}; ${packages.howToGet}`);
  process.exitCode = 1;
} else {
  report(`taken on ${runtimeText(await findRuntime({ mayDownload: false, report }))}`);
  await mkdir(folder, { recursive: true });
  const files = [
    ...(await takeWindowPictures(folder, 'light')),
    ...(await takeWindowPictures(folder, 'dark')),
    await takeTrayPicture(folder),
  ];
  for (const file of files) process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
}
