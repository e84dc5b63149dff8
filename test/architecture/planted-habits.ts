// Sources that the linters must refuse, each with the rule that does it.

export interface PlantedHabit {
  readonly what: string;
  readonly file: string;
  readonly source: string;
  /** Part of the rule's name as the tool prints it. */
  readonly rule: string;
}

const read = "import { readFile } from 'node:fs/promises';\n";

/** Refused by Biome, which looks at one file at a time. */
export const plantedHabits: readonly PlantedHabit[] = [
  habit(
    'a command started outside native/exec.ts',
    'daemon',
    "export { spawn } from 'node:child_process';",
    'noRestrictedImports',
  ),
  habit(
    "one system's file in daemon",
    'daemon',
    "export { hosts } from '../native/hosts-file/linux.ts';",
    'noRestrictedImports',
  ),
  habit('createRequire', 'gateway', "export { createRequire } from 'node:module';", 'noRestrictedImports'),
  habit('an import of .js', 'shared', "export { a } from './sound.js';", 'useImportExtensions'),
  habit('a default export', 'cli', 'export default 1;', 'noDefaultExport'),
  habit('a thrown text', 'ems', "export function a(): never {\n  throw 'no';\n}", 'useThrowOnlyError'),
  habit('console', 'ems', "console.log('here');", 'noConsole'),
  habit('any', 'shared', 'export const a: any = 1;', 'noExplicitAny'),
  habit('a barrel', 'shared', "export * from './sound.ts';", 'noBarrelFile'),
  habit('an enum', 'shared', 'export enum A {\n  b,\n}', 'noEnum'),
  habit('301 lines', 'shared', `export const a = [\n${'  1,\n'.repeat(299)}];`, 'noExcessiveLinesPerFile'),
  habit('a package that is not ours', 'daemon', "export { a } from 'left-pad';", 'noUndeclaredDependencies'),
];

/** Refused by oxlint, which knows types, also those of packages and of Node. */
export const plantedPromises: readonly PlantedHabit[] = [
  habit('a promise of Node that nobody awaits', 'daemon', `${read}readFile('a');`, 'no-floating-promises'),
  habit(
    'an own promise that nobody awaits',
    'daemon',
    'async function a(): Promise<void> {}\nexport function b(): void {\n  a();\n}',
    'no-floating-promises',
  ),
  habit(
    'a promise where nobody looks at the result',
    'daemon',
    `${read}['a'].forEach(async (a) => {\n  await readFile(a);\n});`,
    'no-misused-promises',
  ),
  habit('a promise as a condition', 'daemon', `${read}export const a = readFile('a') ? 1 : 2;`, 'no-misused-promises'),
];

/** The only kind of floating promise that is allowed: node:test keeps it. */
export const soundPromise = {
  file: 'test/sound.test.ts',
  source: "import { test } from 'node:test';\n\ntest('a', async () => {});\n",
};

/** What some of them import; Biome looks whether it exists. */
export const soundTarget = { file: 'shared/sound.ts', source: 'export const a = 1;\n' };

function habit(what: string, folder: string, source: string, rule: string): PlantedHabit {
  const name = what.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return { what, file: `${folder}/planted-${name}.ts`, source: `${source}\n`, rule };
}
