// Installs, crashes, upgrades and removes with one of the installers on a Windows, and tells what was seen.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { WinePrefix } from '../../../set-up/wine-prefix.ts';
import type { Installers } from '../build-installers.ts';
import { type InstallerKind, msiLogOf } from './installer.ts';
import { addedSince, takeSnapshot } from './snapshot.ts';

/** Of no use to anybody; found nowhere but where it was laid. */
const invitation = 'stile-invite:1.made-up-for-a-test.4f1f0a0c5b';

export interface InstallerTrial {
  readonly installed: boolean;
  /** The service ran with our Node, from its own folder, in an environment of its own, and answered at its pipe. */
  readonly serviceRan: boolean;
  readonly environment: readonly string[];
  /** Moved behind SYSTEM's rights; its text in no log. */
  readonly invitationLaid: boolean;
  readonly invitationLeaked: readonly string[];
  readonly restartedAfterCrash: boolean;
  readonly restartedAfterSilence: boolean;
  readonly stoppedCleanly: boolean;
  /** Where data was lost, an old file was left, or the new version is not there. */
  readonly upgradeTroubles: readonly string[];
  readonly downgradeRefused: boolean;
  readonly uninstalled: boolean;
  readonly left: readonly string[];
}

export interface Trial {
  readonly prefix: WinePrefix;
  readonly installer: InstallerKind;
  readonly older: Installers;
  readonly newer: Installers;
  /** Windows's Node, for the client. */
  readonly node: string;
}

export async function tryInstaller({ prefix, installer, older, newer, node }: Trial): Promise<InstallerTrial> {
  const programs = path.join(prefix.driveC, 'Program Files', 'Stile');
  const home = path.join(prefix.driveC, 'ProgramData', 'Stile');
  const say = (word: string) => sayTo(prefix, node, word);
  const host = (command: string) => prefix.run('C:\\Program Files\\Stile\\stile-service.exe', [command]);
  const before = await takeSnapshot(prefix);

  const file = path.join(prefix.folder, 'invitation');
  await writeFile(file, invitation, { mode: 0o600 });
  const first = await installer.install(prefix, installer.fileOf(older), file);
  // What the programs said is not seen otherwise.
  if (first.code !== 0)
    throw new Error(`the installation failed: ${JSON.stringify([first, ...(await textsOf(prefix, home))])}`);
  const installed = (await versionOf(prefix)) === '1.0.0';
  const answer = await say('hello');
  const laid = await readFile(path.join(home, 'invitation'), 'utf8').catch(() => null);
  const texts = [first.output, first.errors, ...(await textsOf(prefix, home))];

  await say('crash');
  const second = await say('hang');
  const third = await waitForOther(say, second);
  await host('stop');
  const log = await readFile(path.join(home, 'data', 'log', 'stile-agent.log'), 'utf8');
  await host('start');

  const upgrade = await installer.install(prefix, installer.fileOf(newer));
  await say('hello');
  const upgradeTroubles = [
    ...(upgrade.code === 0 ? [] : [`it ended with ${upgrade.code}: ${upgrade.errors}`]),
    ...((await versionOf(prefix)) === '1.1.0' ? [] : ['the version is not told']),
    ...(existsSync(path.join(home, 'invitation')) || !installer.isToldOfUpgrades ? [] : ['data was lost']),
    ...(existsSync(path.join(programs, 'only-in-1.1.0.txt')) ? [] : ['a new file is missing']),
    ...(existsSync(path.join(programs, 'only-in-1.0.0.txt')) ? ['an old file is left'] : []),
  ];
  const downgrade = await installer.install(prefix, installer.fileOf(older));
  const downgradeRefused = downgrade.code === installer.refusal && (await versionOf(prefix)) === '1.1.0';

  const removal = await installer.uninstall(prefix, installer.fileOf(newer));
  return {
    installed,
    serviceRan: isOurs(answer),
    environment: Object.keys(answer.environment)
      .filter((name) => !name.startsWith('WINE'))
      .sort(),
    invitationLaid: laid === invitation && !existsSync(file),
    invitationLeaked: texts.filter((text) => text.includes(invitation)),
    restartedAfterCrash: second.pid !== answer.pid,
    restartedAfterSilence: third.pid !== second.pid,
    stoppedCleanly: log.includes('the scene was asked to stop\nthe scene cleaned up\n'),
    upgradeTroubles,
    downgradeRefused,
    uninstalled: removal.code === 0 && !existsSync(programs),
    left: addedSince(before, await takeSnapshot(prefix)),
  };
}

const answerForm = z.object({
  pid: z.number(),
  argv: z.array(z.string()),
  cwd: z.string(),
  environment: z.record(z.string(), z.string()),
});
type Answer = z.infer<typeof answerForm>;

async function sayTo(prefix: WinePrefix, node: string, word: string): Promise<Answer> {
  const script = path.join(import.meta.dirname, 'scene', 'say.ts');
  const { code, output, errors } = await prefix.run(node, [`z:${script}`, word]);
  if (code !== 0) throw new Error(`the agent did not answer "${word}": ${errors.slice(-2_000)}`);
  return answerForm.parse(word === 'crash' ? { pid: 0, argv: [], cwd: '', environment: {} } : JSON.parse(output));
}

/** A silent one still answers until the host has noticed. */
async function waitForOther(say: (word: string) => Promise<Answer>, silent: Answer): Promise<Answer> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await say('hello').catch(() => silent);
    if (answer.pid !== silent.pid) return answer;
  }
  return silent;
}

function isOurs({ argv, cwd, environment }: Answer): boolean {
  const programs = 'C:\\Program Files\\Stile';
  const [, script, ...options] = argv;
  return (
    cwd === programs &&
    script === `${programs}\\stile-agent.mjs` &&
    options.join(' ') === '--data C:\\ProgramData\\Stile\\data' &&
    environment.STILE_SUPERVISOR === 'pipe'
  );
}

async function versionOf(prefix: WinePrefix): Promise<string | undefined> {
  const { output } = await prefix.run('reg', ['query', 'HKLM\\SOFTWARE\\Stile', '/v', 'Version']);
  return /REG_SZ\s+(\S+)/.exec(output)?.[1];
}

/** What was logged by then. */
async function textsOf(prefix: WinePrefix, home: string): Promise<readonly string[]> {
  const files = [msiLogOf(prefix), path.join(home, 'data', 'log', 'stile-agent.log')];
  const bytes = await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0))));
  return bytes.flatMap((each) => [each.toString('utf8'), each.toString('utf16le')]);
}
