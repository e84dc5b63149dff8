// Reads the command line of `npm run package`.

import { parseArgs } from 'node:util';
import { type System, systems, type Target } from './target.ts';

export interface Wanted {
  readonly kind: 'build';
  readonly targets: readonly Target[];
  readonly outDir: string | undefined;
  readonly version: string | undefined;
  readonly updateKeys: string | undefined;
  readonly json: boolean;
  readonly checkReproducible: boolean;
  /** Fail unless everything that was built may be given to people. */
  readonly mustBeReleasable: boolean;
}

/** What the caller wants; `help` and `wrong` carry the text to print. */
export type Arguments =
  | Wanted
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string };

/** What dpkg, rpm and Windows Installer take alike. */
const versionForm = /^\d{1,3}\.\d{1,3}\.\d{1,5}$/;

export function readArguments(args: readonly string[], all: readonly Target[]): Arguments {
  const wrong = (why: string): Arguments => ({ kind: 'wrong', text: `${why}\n\n${usage(all)}` });
  const parsed = parse(args);
  if (typeof parsed === 'string') return wrong(parsed);
  if (parsed.help) return { kind: 'help', text: usage(all) };
  const asked = systems.filter((system) => parsed[system]);
  if (asked.length === 0) return wrong('say for which system: --linux, --win or --mac');
  const targets = all.filter(({ system, name }) => asked.includes(system) && isAmong(parsed.only, name));
  const unknown = parsed.only.find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined) return wrong(`there is nothing called ${unknown} for ${asked.join(', ')}`);
  if (targets.length === 0) return wrong(`nothing can be built for ${asked.join(', ')} yet`);
  if (parsed.version !== undefined && !versionForm.test(parsed.version))
    return wrong(`a version has three numbers, such as 1.2.3: ${parsed.version}`);
  return {
    kind: 'build',
    targets,
    outDir: parsed.out,
    version: parsed.version,
    updateKeys: parsed['update-keys'],
    json: parsed.json,
    checkReproducible: parsed['check-reproducible'],
    mustBeReleasable: parsed.releasable,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        linux: { type: 'boolean', default: false },
        win: { type: 'boolean', default: false },
        mac: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        out: { type: 'string' },
        version: { type: 'string' },
        'update-keys': { type: 'string' },
        'check-reproducible': { type: 'boolean', default: false },
        releasable: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isAmong(only: readonly string[], name: string): boolean {
  return only.length === 0 || only.includes(name);
}

function usage(all: readonly Target[]): string {
  const named = (system: System) => all.filter((target) => target.system === system);
  return [
    'Builds packages of Stile, for people and for device management.',
    '',
    'Usage: npm run package -- --linux | --win | --mac [--only NAME]… [--json]',
    '',
    '  --only NAME           only this one of the packages below; may be given several times',
    '  --out DIRECTORY       where they are written, and packages.json beside them (dist unless given)',
    '  --version X.Y.Z       another version than that of the sources, to try an upgrade; never releasable',
    '  --update-keys FILE    whose releases the agent takes later (npm run release -- keys); without, it does not update itself',
    '  --check-reproducible  build twice, in different folders, and compare every byte',
    '  --releasable          fail if anything of it must not be given to people',
    '  --json                print one JSON object (npm run -s package -- --linux --json)',
    '',
    ...systems.flatMap((system) => [
      `--${system}:`,
      ...named(system).map(({ name, makes }) => `  ${name.padEnd(20)}  ${makes}`),
    ]),
    '',
    'A package that must not be given to people, say because no Electron could be found, is marked as not releasable, with the reason.',
    '',
  ].join('\n');
}
