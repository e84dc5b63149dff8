// A user session's message bus with GNOME's keyring on it, both real, in directories of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTool } from '../../native/exec.ts';
import { secretServiceStatus } from '../../native/secret-store/secret-service.ts';

export interface SessionBus extends AsyncDisposable {
  /** What a program of this session finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts the keyring with its `login` collection open; resolves once it answers. */
  startKeyring(): Promise<void>;
  /** Locks the collection, as a screen saver or the user does. */
  lock(): Promise<void>;
}

/** A bus on which nothing is started by being asked for. */
export async function startSessionBus(): Promise<SessionBus> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'stile-session-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [home, data, run] = ['home', 'data', 'run'].map((name) => path.join(folder, name));
  if (!(home && data && run)) throw new TypeError('unreachable: three names, three paths');
  for (const directory of [home, data, run]) await mkdir(directory, { mode: 0o700 });
  const address = `unix:path=${folder}/bus`;
  await writeFile(path.join(folder, 'bus.conf'), busConfiguration(address));
  const environment = { DBUS_SESSION_BUS_ADDRESS: address, HOME: home, XDG_DATA_HOME: data, XDG_RUNTIME_DIR: run };

  const bus = start('/usr/bin/dbus-daemon', [`--config-file=${folder}/bus.conf`, '--nofork', '--print-address'], {});
  stack.defer(() => end(bus));
  if (bus.stdout === null) throw new TypeError('unreachable: the output is a pipe');
  await once(bus.stdout, 'data');
  const owned = stack.move();

  async function startKeyring(): Promise<void> {
    const flags = ['--unlock', '--foreground', '--components=secrets', `--control-directory=${run}`];
    const keyring = start('/usr/bin/gnome-keyring-daemon', flags, environment);
    owned.defer(() => end(keyring));
    keyring.stdin?.end('a password of a test');
    while ((await secretServiceStatus(environment)).kind !== 'ok') {
      if (keyring.exitCode !== null) throw new Error(`the keyring ended with ${keyring.exitCode}`);
      await sleep(20);
    }
  }

  async function lock(): Promise<void> {
    const service = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
    const what = ['org.freedesktop.Secret.Service.Lock', 'array:objpath:/org/freedesktop/secrets/collection/login'];
    const outcome = await runTool('/usr/bin/dbus-send', [...service, ...what], { environment });
    if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error('the keyring was not locked');
  }

  return { environment, startKeyring, lock, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Its output holds its whole environment, so it goes nowhere. */
function start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(program, args, { env: { ...environment, PATH: '/usr/bin:/bin' }, stdio: ['pipe', 'pipe', 'ignore'] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function busConfiguration(address: string): string {
  return `<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`;
}
