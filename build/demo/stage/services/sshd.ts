// Writes what the protected OpenSSH server needs: a configuration, a host key, and the one key that may log in.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runTool } from '../../../../native/exec.ts';
import { names } from '../configuration.ts';
import { workspaceVariable } from '../processes.ts';
import { type ToolName, toolPath } from '../tools.ts';

/** What serving and using SSH takes. */
export const sshTools: readonly ToolName[] = ['sshd', 'ssh', 'ssh-keygen'];

/** The client's configuration file: `ssh -F FILE files.corp.test` needs nothing else. */
export function sshClientFile(folder: string): string {
  return path.join(folder, 'ssh_config');
}

/** @param folder of the workspace, does not exist yet; returns the command that serves */
export async function prepareSshd(folder: string, address: string, port: number): Promise<readonly string[]> {
  mkdirSync(folder, { mode: 0o700 });
  // The package leaves this to the service's start-up, which never ran here.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const inFolder = (name: string) => path.join(folder, name);
  await Promise.all([makeKey(inFolder('host_key')), makeKey(inFolder('user_key'))]);
  copyFileSync(inFolder('user_key.pub'), inFolder('authorized_keys'));
  writeFileSync(inFolder('known_hosts'), `${names.files} ${readFileSync(inFolder('host_key.pub'), 'utf8')}`);
  writeFileSync(inFolder('sshd_config'), serverFile(inFolder, address, port, path.dirname(folder)));
  writeFileSync(sshClientFile(folder), clientFile(inFolder, port));
  return [toolPath('sshd'), '-D', '-e', '-f', inFolder('sshd_config')];
}

function serverFile(inFolder: (name: string) => string, address: string, port: number, workspace: string): string {
  return `ListenAddress ${address}:${port}
HostKey ${inFolder('host_key')}
AuthorizedKeysFile ${inFolder('authorized_keys')}
PidFile ${inFolder('sshd.pid')}
AuthenticationMethods publickey
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
UseDNS no
PrintMotd no
Subsystem sftp internal-sftp
SetEnv ${workspaceVariable}=${workspace}
`;
}

function clientFile(inFolder: (name: string) => string, port: number): string {
  return `Host ${names.files}
Port ${port}
IdentityFile ${inFolder('user_key')}
IdentitiesOnly yes
BatchMode yes
HostKeyAlias ${names.files}
UserKnownHostsFile ${inFolder('known_hosts')}
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
ConnectTimeout 10
LogLevel ERROR
`;
}

async function makeKey(file: string): Promise<void> {
  const outcome = await runTool(toolPath('ssh-keygen'), [
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    'stile-demo',
    '-f',
    file,
  ]);
  if (outcome.kind !== 'exited' || outcome.code !== 0)
    throw new Error(`ssh-keygen did not make a key: ${outcome.kind}`);
}
