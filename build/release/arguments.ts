// Reads the command line of `npm run release`.

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ringName } from '../../shared/update/manifest.ts';
import { releaseVersion } from '../../shared/update/release-version.ts';

const file = z.string().min(1);
const files = z.array(file).min(1);
const number = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const commands = {
  /** A key of one holder. */
  keygen: z.strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    out: file,
    passphrase: z.boolean().default(false),
  }),
  /** The file that packages bring, of the public halves. */
  keys: z.strictObject({
    public: files,
    threshold: number(1, 16),
    generation: number(1, 1_000_000).default(1),
    out: file,
  }),
  /** A new feed with one more release, or with changes to the one before. */
  sign: z.strictObject({
    feed: file,
    key: files,
    packages: file.optional(),
    ring: z.array(ringName).default(['stable']),
    'spread-hours': number(0, 2_160).default(0),
    percent: number(0, 100).default(100),
    'starts-at': z.iso.datetime().optional(),
    notes: file.optional(),
    'minimum-from': releaseVersion.optional(),
    withdraw: z.array(releaseVersion).default([]),
    'expires-days': number(1, 400).default(45),
    'new-keys': file.optional(),
    unreleasable: z.boolean().default(false),
  }),
  /** Another holder's signature under a feed that was signed. */
  cosign: z.strictObject({ feed: file, key: files }),
  verify: z.strictObject({ feed: file, keys: file }),
} as const;

type Commands = { readonly [N in keyof typeof commands]: { readonly kind: N } & z.output<(typeof commands)[N]> };
export type Asked = Commands[keyof Commands];
export type AskedTo<N extends Asked['kind']> = Extract<Asked, { kind: N }>;

export type ReleaseArguments = Asked | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly why: string };

export function readArguments([name = 'help', ...args]: readonly string[]): ReleaseArguments {
  if (name === 'help' || name === '--help' || name === '-h') return { kind: 'help' };
  if (!isCommand(name)) return { kind: 'wrong', why: `there is no command ${name}` };
  const schema: z.ZodType = commands[name];
  try {
    const { values } = parseArgs({ args: [...args], options: optionsOf(name) });
    const parsed = schema.safeParse(values);
    if (parsed.success) return { kind: name, ...(parsed.data as object) } as Asked;
    return { kind: 'wrong', why: z.prettifyError(parsed.error).replaceAll('\n', ' ') };
  } catch (error) {
    return { kind: 'wrong', why: error instanceof Error ? error.message : String(error) };
  }
}

function isCommand(name: string): name is Asked['kind'] {
  return Object.hasOwn(commands, name);
}

/** parseArgs wants to know beforehand which options are lists and which are switches. */
function optionsOf(name: Asked['kind']) {
  const several = ['public', 'key', 'ring', 'withdraw'];
  const switches = ['passphrase', 'unreleasable'];
  return Object.fromEntries(
    Object.keys(commands[name].shape).map((option) => [
      option,
      {
        type: switches.includes(option) ? ('boolean' as const) : ('string' as const),
        multiple: several.includes(option),
      },
    ]),
  );
}

export const usage = `Usage: npm run release -- COMMAND

  keygen --name NAME --out DIRECTORY [--passphrase]
      makes a key: NAME.key (0600, for its holder alone) and NAME.pub.json; with --passphrase, sealed by what stdin gives
  keys --public FILE… --threshold N [--generation N] --out update-keys.json
      the file that packages bring: npm run package -- --update-keys update-keys.json
  sign --feed DIRECTORY --key FILE… [--packages dist/packages.json] [--ring NAME…] [--spread-hours N] [--percent N]
       [--starts-at TIME] [--notes FILE] [--minimum-from X.Y.Z] [--withdraw X.Y.Z…] [--expires-days N] [--new-keys FILE]
      writes the next feed and copies the packages beside it; without --packages it renews what is there
  cosign --feed DIRECTORY --key FILE…
      one more signature under the same feed
  verify --feed DIRECTORY --keys update-keys.json
      what a device would make of it

A sealed key is opened by the passphrase on stdin. No key and no passphrase is ever taken from the command line. See docs/updates.md.`;
