// Attack: a place of the installation that somebody else may change. Real owners, modes and links, each a row; and a daemon that refuses.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, chown, lchown, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { posixInstallationGuard } from '../../native/installation-guard/posix.ts';
import { root as repository } from '../architecture/repository.ts';
import { lonelyDaemon } from '../doubles/lonely-daemon.ts';
import { notifyReceiver } from '../doubles/notify-socket.ts';

const nobody = 65_534;

interface Installation {
  /** Root's own folder, in which all of it lies. */
  readonly root: string;
  readonly at: (...parts: readonly string[]) => string;
}

/** usr/stile/{agent.mjs,node_modules/koffi/koffi.node}, etc/agent.json, data/state.json; and theirs/, of somebody else. */
async function inInstallation(act: (world: Installation) => Promise<void>): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'stile-installation-'));
  const at = (...parts: readonly string[]) => path.join(root, ...parts);
  try {
    for (const folder of ['usr/stile/node_modules/koffi', 'etc', 'data', 'theirs'])
      await mkdir(at(folder), { recursive: true });
    for (const file of [
      'usr/stile/agent.mjs',
      'usr/stile/node_modules/koffi/koffi.node',
      'etc/agent.json',
      'data/state.json',
      'theirs/agent.json',
    ])
      await writeFile(at(file), '{}');
    await chown(at('theirs'), nobody, nobody);
    await chown(at('theirs/agent.json'), nobody, nobody);
    await act({ root, at });
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Null, or the place that is told, from the installation's folder on, and why. */
async function told({ root, at }: Installation): Promise<string | null> {
  const trouble = await posixInstallationGuard().trouble({
    files: [at('etc/agent.json')],
    folders: [at('usr/stile'), at('etc/policy.d'), at('data')],
  });
  return trouble === null ? null : `${path.relative(root, trouble.path)} ${trouble.why}`;
}

type Plant = (at: Installation['at']) => Promise<unknown>;

describe('an installation', () => {
  const safe: readonly (readonly [what: string, plant: Plant])[] = [
    ['as packages make it', async () => undefined],
    ['with links of root to what is root’s', (at) => symlink('koffi', at('usr/stile/node_modules/again'))],
    [
      'of which somebody keeps a second name elsewhere',
      (at) => link(at('usr/stile/agent.mjs'), at('theirs/agent.mjs')),
    ],
    ['below a folder in which everybody may add', (at) => chmod(at('usr'), 0o1777)],
    ['without policies', (at) => rm(at('etc/policy.d'), { force: true })],
  ];
  for (const [what, plant] of safe)
    test(`${what} may run`, () =>
      inInstallation(async (world) => {
        await plant(world.at);
        assert.equal(await told(world), null);
      }));

  const attacks: readonly (readonly [what: string, plant: Plant, told: string])[] = [
    [
      'a program that everybody may write',
      (at) => chmod(at('usr/stile/agent.mjs'), 0o666),
      'usr/stile/agent.mjs is writable by everybody',
    ],
    [
      'a library of somebody else',
      (at) => chown(at('usr/stile/node_modules/koffi/koffi.node'), nobody, 0),
      'usr/stile/node_modules/koffi/koffi.node belongs to the user 65534',
    ],
    [
      'a folder in which a library could be planted',
      (at) => chmod(at('usr/stile/node_modules'), 0o1777),
      'usr/stile/node_modules is writable by everybody',
    ],
    ['a folder on the way that could be exchanged', (at) => chmod(at('usr'), 0o777), 'usr is writable by everybody'],
    ['a folder on the way of somebody else', (at) => chown(at('usr'), nobody, nobody), 'usr belongs to the user 65534'],
    [
      'settings of somebody else',
      (at) => chown(at('etc/agent.json'), nobody, nobody),
      'etc/agent.json belongs to the user 65534',
    ],
    [
      'settings for a group',
      async (at) => {
        await chown(at('etc/agent.json'), 0, 50);
        await chmod(at('etc/agent.json'), 0o664);
      },
      'etc/agent.json is writable by the group 50',
    ],
    [
      'settings that a link of root leads to, where somebody else may write',
      async (at) => {
        await rm(at('etc/agent.json'));
        await symlink('../theirs/agent.json', at('etc/agent.json'));
      },
      'theirs belongs to the user 65534',
    ],
    [
      'a link of somebody else to what is root’s',
      async (at) => {
        await symlink('koffi.node', at('usr/stile/node_modules/koffi/other.node'));
        await lchown(at('usr/stile/node_modules/koffi/other.node'), nobody, nobody);
      },
      'usr/stile/node_modules/koffi/other.node belongs to the user 65534',
    ],
    [
      'a hard link to a file of somebody else',
      (at) => link(at('theirs/agent.json'), at('usr/stile/settings.json')),
      'usr/stile/settings.json belongs to the user 65534',
    ],
    [
      'policies that a link in a shared folder leads to',
      async (at) => {
        await mkdir(at('theirs/policy.d'));
        await symlink(at('theirs/policy.d'), at('etc/policy.d'));
      },
      'theirs belongs to the user 65534',
    ],
    ['data in which everybody may write', (at) => chmod(at('data'), 0o777), 'data is writable by everybody'],
    [
      'data that somebody laid there',
      (at) => chown(at('data/state.json'), nobody, nobody),
      'data/state.json belongs to the user 65534',
    ],
  ];
  for (const [what, plant, expected] of attacks)
    test(`is refused for ${what}`, () =>
      inInstallation(async (world) => {
        await plant(world.at);
        assert.equal(await told(world), expected);
      }));
});

test('an installed daemon does not start where others may change it, says what to do, and starts when that was done', async () => {
  await using agent = await lonelyDaemon();
  const programs = path.join(agent.directory, 'programs');
  await mkdir(programs);
  const script = path.join(programs, 'stile-agent.mjs');
  await writeFile(script, `import ${JSON.stringify(path.join(repository, 'daemon/main.ts'))};\n`);
  await chmod(programs, 0o777);

  const refused = agent.spawn(path.relative(repository, script), {}, 'pipe');
  const [said, [status]] = await Promise.all([text(refused.stderr ?? Readable.from([])), once(refused, 'exit')]);
  assert.equal(status, 1);
  assert.match(said, /installation-not-safe/);
  assert.match(said, new RegExp(`chmod go-w ${programs}`));

  await chmod(programs, 0o755);
  const address = path.join(agent.directory, 'notify');
  await using systemd = notifyReceiver(address);
  agent.spawn(path.relative(repository, script), { NOTIFY_SOCKET: address });
  assert.match((await systemd.next()) ?? '', /^READY=1/);
});
