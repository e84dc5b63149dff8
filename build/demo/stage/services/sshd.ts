// Writes what the protected OpenSSH server needs: a configuration, a host key, and the one key that may log in.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runTool } from '../../../../native/exec.ts';

/** Everything for both ends of `ssh files.corp.test`. */
export interface SshFiles {
  readonly serverArgv: readonly string[];
  /** The client's options: own key, own known hosts, no questions. */
  readonly clientOptions: readonly string[];
}

/**
 * @param folder an empty folder of the workspace
 * @param host the name by which people reach it
 */
export async function prepareSshd(folder: string, address: string, port: number, host: string): Promise<SshFiles> {
  mkdirSync(folder, { mode: 0o700 });
  // The package leaves this to the service's start-up, which never ran here.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const inFolder = (name: string) => path.join(folder, name);
  await Promise.all([makeKey(inFolder('host_key')), makeKey(inFolder('user_key'))]);
  copyFileSync(inFolder('user_key.pub'), inFolder('authorized_keys'));
  const known = port === 22 ? host : `[${host}]:${port}`;
  writeFileSync(inFolder('known_hosts'), `${known} ${readFileSync(inFolder('host_key.pub'), 'utf8')}`);
  writeFileSync(
    inFolder('sshd_config'),
    [
      `ListenAddress ${address}:${port}`,
      `HostKey ${inFolder('host_key')}`,
      `AuthorizedKeysFile ${inFolder('authorized_keys')}`,
      `PidFile ${inFolder('sshd.pid')}`,
      'AuthenticationMethods publickey',
      'PermitRootLogin prohibit-password',
      'UsePAM no',
      'StrictModes no',
      'UseDNS no',
      'PrintMotd no',
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  );
  return {
    serverArgv: ['/usr/sbin/sshd', '-D', '-e', '-f', inFolder('sshd_config')],
    clientOptions: [
      ...option('BatchMode', 'yes'),
      ...option('IdentitiesOnly', 'yes'),
      ...option('UserKnownHostsFile', inFolder('known_hosts')),
      ...option('GlobalKnownHostsFile', '/dev/null'),
      ...option('StrictHostKeyChecking', 'yes'),
      ...option('ConnectTimeout', '10'),
      ...option('LogLevel', 'ERROR'),
      '-F',
      '/dev/null',
      '-i',
      inFolder('user_key'),
    ],
  };
}

function option(name: string, value: string): readonly string[] {
  return ['-o', `${name}=${value}`];
}

async function makeKey(file: string): Promise<void> {
  const outcome = await runTool('/usr/bin/ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'stile-demo', '-f', file]);
  if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(`ssh-keygen did not make a key: ${outcome.kind}`);
}
