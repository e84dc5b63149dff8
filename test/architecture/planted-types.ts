// Sources that the compiler must refuse, each with the file it is planted in and the code of the answer.

/** One file with exactly one fault. */
export interface PlantedFault {
  readonly what: string;
  readonly file: string;
  readonly source: string;
  /** TypeScript's diagnostic; codes stay, texts change. */
  readonly code: number;
}

const cannotFindName = 2304;
const cannotFindModule = 2307;
const needsNodeTypes = 2591;
const notInProject = 6307;

/** The files they may reach for; without fault, so that only what is planted is reported. */
export const soundFiles: Readonly<Record<string, string>> = {
  'shared/sound.ts': 'export type Sound = { readonly a: string };\nexport const sound = 1;\n',
  'shared/node/sound.ts': 'export const sound = 1;\n',
  'native/sound.ts': 'export const sound = 1;\n',
  'session/sound.ts': "export { sound } from '../native/sound.ts';\n",
  'daemon/sound.ts': 'export type Sound = { readonly a: string };\nexport const sound = 1;\n',
  'cli/sound.ts': 'export const sound = 1;\n',
  'ems/sound.ts': "import { readFileSync } from 'node:fs';\nexport const sound: typeof readFileSync = readFileSync;\n",
  'ems/console/sound.tsx': "export const sound: HTMLElement | null = document.querySelector('p');\n",
  'gateway/sound.ts': 'export const sound = 1;\n',
  'build/sound.ts': "export { sound } from '../native/sound.ts';\n",
  'test/sound.ts': "export { sound } from '../daemon/sound.ts';\n",
};

export const plantedFaults: readonly PlantedFault[] = [
  // What runs anywhere knows neither Node nor a browser.
  fault(
    'node:fs in shared',
    'shared',
    "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;",
    needsNodeTypes,
  ),
  fault('process in shared', 'shared', 'export const a: unknown = process.env;', needsNodeTypes),
  fault('Buffer in shared', 'shared', "export const a: unknown = Buffer.from('');", needsNodeTypes),
  fault('setTimeout in shared', 'shared', 'setTimeout(() => {}, 1);\nexport {};', cannotFindName),
  fault('document in shared', 'shared', 'export const a: unknown = document.body;', 2584),
  fault('document in daemon', 'daemon', 'export const a: unknown = document.body;', 2584),
  fault('document in ems', 'ems', 'export const a: unknown = document.body;', 2584),
  fault('process in the console', 'ems/console', 'export const a: unknown = process.env;', needsNodeTypes),
  // Arrows point to the left and never back; programs never import programs.
  across('shared', '../shared/node/sound.ts'),
  across('shared', '../daemon/sound.ts'),
  across('shared/node', '../../native/sound.ts'),
  across('native', '../daemon/sound.ts'),
  across('session', '../daemon/sound.ts'),
  across('daemon', '../session/sound.ts'),
  across('cli', '../daemon/sound.ts'),
  across('ems', '../native/sound.ts'),
  across('ems', '../gateway/sound.ts'),
  across('ems/console', '../../gateway/sound.ts'),
  across('ems/console', '../../shared/node/sound.ts'),
  across('gateway', '../ems/sound.ts'),
  across('gateway', '../native/sound.ts'),
  across('build', '../daemon/sound.ts'),
  fault(
    'gateway to daemon, types only',
    'gateway',
    "import type { Sound } from '../daemon/sound.ts';\nexport type A = Sound;",
    notInProject,
  ),
  fault('ems to daemon, dynamically', 'ems', "export const a = await import('../daemon/sound.ts');", notInProject),
  // What Node cannot run as it is written.
  fault('an enum', 'daemon', 'export enum A {\n  b,\n}', 1294),
  fault('a namespace', 'daemon', 'export namespace A {\n  export const b = 1;\n}', 1294),
  fault('a parameter property', 'daemon', 'export class A {\n  constructor(readonly b: string) {}\n}', 1294),
  fault(
    'a type imported as a value',
    'daemon',
    "import { Sound } from '../shared/sound.ts';\nexport type A = Sound;",
    1484,
  ),
  fault('an import without extension', 'daemon', "export { sound } from '../shared/sound';", 2835),
  fault('an import of nothing', 'daemon', "export { sound } from '../shared/nothing.ts';", cannotFindModule),
  // What strictness is for.
  fault('an unchecked element', 'shared', 'export const a: string = (<readonly string[]>[])[0];', 2322),
  fault(
    'undefined for an optional field',
    'shared',
    'export const a: { readonly b?: string } = { b: undefined };',
    2375,
  ),
  fault('an implicit any', 'shared', 'export function a(b) {\n  return b;\n}', 7006),
];

function across(from: string, to: string): PlantedFault {
  return fault(`${from} to ${to}`, from, `export { sound } from '${to}';`, notInProject);
}

/** A file of the folder, named by what is planted. */
function fault(what: string, folder: string, source: string, code: number): PlantedFault {
  const name = what.toLowerCase().replace(/[^a-z]+/g, '-');
  return { what, file: `${folder}/planted-${name}.ts`, source: `${source}\n`, code };
}
