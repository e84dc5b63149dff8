// Runs a test file in a machine of its own: network, processes, /etc, /run and temporary files that end with it.

import { spawn } from 'node:child_process';
import process from 'node:process';

const inside = 'STILE_TEST_MACHINE';

/**
 * Called before anything else in a test file; goes on only inside. The kernel undoes everything when the file ends, however it
 * ends: namespaces, addresses, hosts file, logs, programs that were started, files in the temporary directory. Two such machines do
 * not see each other, nor the real one's ports and names.
 */
export async function inOwnMachine(): Promise<void> {
  if (process.env[inside] !== undefined) return;
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn(setpriv, [...leash, '/bin/sh', '-euc', setUp, 'sh', ...again], {
    env: { ...process.env, [inside]: '1', TMPDIR: '/run/tmp' },
    stdio: 'inherit',
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  process.exit(code);
}

const setpriv = '/usr/bin/setpriv';

/** When this process ends, so does `unshare`, and with it the first process inside, and with that all others. */
const leash = ['--pdeathsig', 'KILL', '/usr/bin/unshare', '--net', '--mount', '--pid', '--fork', '--kill-child'];

/** What is mounted here is seen inside alone. The name server is one that refuses at once: names come from the hosts file. */
const setUp = `
mount -t proc proc /proc
mount -t tmpfs -o mode=0755 stile-test /run
mkdir -m 1777 /run/tmp
cp -a /etc/. /run/etc
mount --bind /run/etc /etc
mount -t tmpfs -o mode=0755 stile-test /var/log
rm -f /etc/resolv.conf
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
printf '127.0.0.1 localhost\\n::1 localhost\\n' >/etc/hosts
ip link set lo up
exec "$@"
`;
