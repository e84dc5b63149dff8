// Replaces the package's code, which wixl throws dice for, by one that follows from everything else in the file.

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { guidOf } from '../ids.ts';
import { runTool } from '../run-tool.ts';

/** As Windows Installer demands: two files with one code are the same file. */
export async function givePackageCode(file: string): Promise<void> {
  const information = await runTool('/usr/bin/msiinfo', ['suminfo', file]);
  const [code] = /\{[0-9A-F-]{36}\}/.exec(information) ?? [];
  if (code === undefined) throw new Error('the package has no code');
  await writeFile(file, withPackageCode(await readFile(file), code));
}

export function withPackageCode(bytes: Buffer, code: string): Buffer {
  const at = bytes.indexOf(code);
  if (at === -1 || bytes.indexOf(code, at + 1) !== -1)
    throw new Error('the code does not stand in one place of the package');
  const rest = Buffer.from(bytes).fill(0, at, at + code.length);
  const derived = `{${guidOf('package', createHash('sha256').update(rest).digest('hex'))}}`;
  rest.write(derived, at, 'latin1');
  return rest;
}
