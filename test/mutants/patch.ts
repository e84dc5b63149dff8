// Reads the patches: each removes one defence, and says in its head which test notices.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Mutant {
  /** What is taken away, as a claim that holds without the patch. */
  readonly defence: string;
  /** Absolute path of the patch. */
  readonly patch: string;
  readonly caughtBy: CatchingTest;
}

export interface CatchingTest {
  /** From the root of the tree. */
  readonly file: string;
  /** Part of the name of the test; several may share it. */
  readonly name: string;
}

/** All patches of a folder, in the order of their names. @throws Error for one whose head does not say what it is */
export function readMutants(folder: string): readonly Mutant[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.patch'))
    .sort()
    .map((file) => readMutant(path.join(folder, file)));
}

function readMutant(patch: string): Mutant {
  const text = readFileSync(patch, 'utf8');
  const [defence, file, name] = ['Defence', 'File', 'Test'].map((key) => {
    const value = new RegExp(`^${key}: (.+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`${path.basename(patch)} has no line ${key}: …`);
    return value;
  }) as [string, string, string];
  return { defence, patch, caughtBy: { file, name } };
}
