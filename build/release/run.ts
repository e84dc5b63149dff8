// Runs one command of `npm run release`, and says what to do next.

import type { KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { assertNever } from '../../shared/assert-never.ts';
import { addSignature, signManifest } from '../../shared/node/update/sign-feed.ts';
import { verifyFeed } from '../../shared/node/update/verify-feed.ts';
import type { Manifest } from '../../shared/update/manifest.ts';
import { type Asked, type AskedTo, readArguments, usage } from './arguments.ts';
import { contentOf, readFeed, takePackages, writeFeed } from './feed-folder.ts';
import { gatherKeys, makeKey, openKey, readKeys } from './key-files.ts';
import { nextManifest, secondsOf } from './next-manifest.ts';

export interface ReleaseWorld {
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly input: NodeJS.ReadableStream;
  readonly now: () => number;
}

/** @returns the exit status */
export async function runRelease(args: readonly string[], world: ReleaseWorld): Promise<number> {
  const asked = readArguments(args);
  if (asked.kind === 'help') {
    world.print(usage);
    return 0;
  }
  if (asked.kind === 'wrong') {
    world.complain(asked.why);
    world.complain('see npm run release -- help');
    return 2;
  }
  try {
    for (const line of await perform(asked, world)) world.print(line);
    return 0;
  } catch (error) {
    world.complain(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function perform(asked: Asked, world: ReleaseWorld): Promise<readonly string[]> {
  switch (asked.kind) {
    case 'keygen':
      return keygen(asked, world);
    case 'keys':
      return keys(asked);
    case 'sign':
      return sign(asked, world);
    case 'cosign':
      return cosign(asked, world);
    case 'verify':
      return verify(asked, world);
    default:
      return assertNever(asked);
  }
}

async function keygen({ name, out, passphrase }: AskedTo<'keygen'>, world: ReleaseWorld): Promise<readonly string[]> {
  await mkdir(out, { recursive: true, mode: 0o700 });
  const [own, shown] = await makeKey(out, name, passphrase ? await passphraseOf(world) : null);
  return [
    `${own}: keep it where no server can reach it, and a copy of it somewhere else`,
    `${shown}: give it to whoever makes update-keys.json (npm run release -- keys)`,
  ];
}

async function keys({ public: files, threshold, generation, out }: AskedTo<'keys'>): Promise<readonly string[]> {
  const gathered = await gatherKeys(files, threshold, generation);
  await writeFile(out, `${JSON.stringify(gathered, null, 2)}\n`);
  return [
    `${out}: ${threshold} of ${gathered.keys.length} keys must sign`,
    `next: npm run package -- --linux --update-keys ${out}`,
  ];
}

async function sign(asked: AskedTo<'sign'>, world: ReleaseWorld): Promise<readonly string[]> {
  const { feed: folder } = asked;
  const signers = await openKeys(asked.key, world);
  const before = await readFeed(folder);
  const taken = asked.packages === undefined ? null : await takePackages(asked.packages, folder, asked.unreleasable);
  const notes = asked.notes === undefined ? '' : (await readFile(asked.notes, 'utf8')).trim();
  const now = world.now();
  const content = nextManifest(
    before === null ? null : contentOf(before),
    {
      release: taken === null ? null : { ...taken, notes, minimumFrom: asked['minimum-from'] ?? null, needs: [] },
      rings: asked.ring,
      rollOut: {
        startsAt: secondsOf(asked['starts-at'] === undefined ? now : Date.parse(asked['starts-at'])),
        spreadHours: asked['spread-hours'],
        percent: asked.percent,
      },
      withdraw: asked.withdraw,
      expiresDays: asked['expires-days'],
      newKeys: asked['new-keys'] === undefined ? null : await readKeys(asked['new-keys']),
    },
    now,
  );
  await mkdir(folder, { recursive: true });
  await writeFeed(folder, signedBy(content, signers));
  return [
    ...linesOf(content),
    `next: npm run release -- verify --feed ${folder} --keys update-keys.json; then serve ${folder} as it is`,
  ];
}

async function cosign({ feed: folder, key }: AskedTo<'cosign'>, world: ReleaseWorld): Promise<readonly string[]> {
  const feed = await readFeed(folder);
  if (feed === null) throw new Error(`there is no feed in ${folder}`);
  const signed = (await openKeys(key, world)).reduce(addSignature, feed);
  await writeFeed(folder, signed);
  return [...linesOf(contentOf(signed)), `signatures: ${signed.signatures.length}`];
}

async function verify(
  { feed: folder, keys: file }: AskedTo<'verify'>,
  world: ReleaseWorld,
): Promise<readonly string[]> {
  const feed = await readFeed(folder);
  if (feed === null) throw new Error(`there is no feed in ${folder}`);
  const verified = verifyFeed(Buffer.from(JSON.stringify(feed)), await readKeys(file));
  if (verified.kind === 'refused') throw new Error(`devices refuse it: ${verified.why}`);
  if (Date.parse(verified.manifest.expires) <= world.now()) throw new Error('devices refuse it: it has expired');
  return [...linesOf(verified.manifest), 'devices with these keys take it'];
}

function signedBy(content: Manifest, [first, ...others]: readonly KeyObject[]) {
  if (first === undefined) throw new TypeError('unreachable: a feed is signed by at least one key');
  return others.reduce(addSignature, signManifest(content, first));
}

async function openKeys(files: readonly string[], world: ReleaseWorld): Promise<readonly KeyObject[]> {
  let passphrase: Promise<string> | null = null;
  const opened: KeyObject[] = [];
  for (const file of files)
    opened.push(
      await openKey(file, () => {
        passphrase ??= passphraseOf(world);
        return passphrase;
      }),
    );
  return opened;
}

/** The first line of standard input. */
async function passphraseOf({ input }: ReleaseWorld): Promise<string> {
  const [line = ''] = (await text(input)).split('\n');
  if (line.length < 12) throw new Error('the passphrase on standard input has fewer than 12 letters');
  return line;
}

function linesOf({ sequence, expires, releases, withdrawn }: Manifest): readonly string[] {
  return [
    `feed number ${sequence}, good until ${expires}`,
    ...releases.map(
      ({ version, rings, packages }) =>
        `${version}: ${packages.map(({ name }) => name).join(', ')}; ${Object.entries(rings)
          .map(
            ([ring, { startsAt, spreadHours, percent }]) =>
              `${ring} from ${startsAt} over ${spreadHours} h, ${percent} %`,
          )
          .join('; ')}`,
    ),
    ...(withdrawn.length === 0 ? [] : [`withdrawn: ${withdrawn.join(', ')}`]),
  ];
}
