// A software TPM behind a resource manager (tpm2-abrmd) on a message bus of its own, so that several programs use it at once.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { runTool } from '../../native/exec.ts';
import { ended } from './lonely-daemon.ts';
import { type SoftwareTpm, softwareTpm } from './software-tpm.ts';

export interface SharedTpm extends AsyncDisposable {
  /** What a program needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Nobody reaches it until it is plugged in again. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Unplugged, it is cleared and plugged in: another owner's seed. */
  clear(): Promise<void>;
}

export async function sharedTpm(): Promise<SharedTpm> {
  await using opening = new AsyncDisposableStack();
  const tpm: SoftwareTpm = opening.use(await softwareTpm());
  const bus = spawn('/usr/bin/dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  opening.defer(async () => void (await ended(bus, 'SIGTERM')));
  const [address] = (await once(bus.stdout, 'data')) as [Buffer];
  const environment = {
    DBUS_SESSION_BUS_ADDRESS: address.toString().trim(),
    TPM2OPENSSL_TCTI: 'tabrmd:bus_type=session',
  };
  let manager: ChildProcess | null = null;
  opening.defer(() => unplug());

  async function plugIn(): Promise<void> {
    manager = spawn('/usr/sbin/tpm2-abrmd', ['--session', '--allow-root', `--tcti=${tpm.address}`], {
      env: { ...environment, PATH: '/usr/bin:/usr/sbin' },
      stdio: 'ignore',
    });
    while (!(await hasOwner(environment))) {
      if (manager.exitCode !== null) throw new Error(`the resource manager ended with ${manager.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function unplug(): Promise<void> {
    if (manager !== null) await ended(manager, 'SIGTERM');
    manager = null;
  }

  await plugIn();
  const owned = opening.move();
  return {
    environment,
    plugIn,
    unplug,
    async clear() {
      await unplug();
      await tpm.clear();
      await plugIn();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Whether the resource manager has its name on the bus. */
async function hasOwner(environment: Readonly<Record<string, string>>): Promise<boolean> {
  const question = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/'];
  const asked = ['org.freedesktop.DBus.NameHasOwner', 'string:com.intel.tss2.Tabrmd'];
  const outcome = await runTool('/usr/bin/dbus-send', [...question, ...asked], { environment, timeoutMs: 10_000 });
  return outcome.kind === 'exited' && outcome.stdout.includes('true');
}
