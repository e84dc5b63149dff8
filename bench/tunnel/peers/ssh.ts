// OpenSSH's port forwarding (`ssh -L`): one connection for all tunnels, as everybody knows it.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runTool } from '../../../native/exec.ts';
import { portsFrom, services, type TunnelPorts } from '../lab/services.ts';
import { entranceAddress, entrances } from './entrances.ts';
import type { Site, TunnelPlan } from './tunnel-plan.ts';

/** With the cipher of all others. */
export const ssh = plan('ssh', 'ssh -L, aes128-gcm', 'aes128-gcm@openssh.com', 14_000);

/** With the cipher it takes unless asked for another. */
export const sshDefault = plan(
  'ssh-default',
  'ssh -L, chacha20 (its default)',
  'chacha20-poly1305@openssh.com',
  15_000,
);

function plan(name: 'ssh' | 'ssh-default', title: string, cipher: string, base: number): TunnelPlan {
  const ports = portsFrom(base);
  const serverPort = base + 99;
  return {
    name,
    title,
    async start(site) {
      const file = (name: string) => path.join(site.folder, name);
      await Promise.all([makeKey(file('host_key')), makeKey(file('user_key'))]);
      copyFileSync(file('user_key.pub'), file('authorized_keys'));
      writeFileSync(file('known_hosts'), `${site.keys.serverName} ${readFileSync(file('host_key.pub'), 'utf8')}`);
      const { server: address } = site.network.addresses;
      writeFileSync(file('sshd_config'), serverFile(file, address, serverPort, cipher));
      writeFileSync(file('ssh_config'), clientFile(file, site, serverPort, cipher, ports));
      const server = await site.serve('server', {
        name: `${name}-server`,
        argv: ['/usr/sbin/sshd', '-D', '-e', '-f', file('sshd_config')],
        ports: [serverPort],
      });
      const client = await site.serve('client', {
        name: `${name}-client`,
        argv: ['/usr/bin/ssh', '-N', '-F', file('ssh_config'), site.keys.serverName],
        ports: ports.map(({ entrance }) => entrance),
      });
      return { entrance: entrances(ports), ends: { client: [client], server: [server] } };
    },
  };
}

export function serverFile(file: (name: string) => string, address: string, port: number, cipher: string): string {
  return `ListenAddress ${address}:${port}
HostKey ${file('host_key')}
AuthorizedKeysFile ${file('authorized_keys')}
PidFile none
AuthenticationMethods publickey
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
UseDNS no
AllowTcpForwarding local
Ciphers ${cipher}
KexAlgorithms curve25519-sha256
`;
}

export function clientFile(
  file: (name: string) => string,
  { keys, network }: Pick<Site, 'keys' | 'network'>,
  port: number,
  cipher: string,
  all: readonly TunnelPorts[],
): string {
  const { server: address } = network.addresses;
  const forwards = all.map(
    ({ service, entrance }) => `LocalForward ${entranceAddress}:${entrance} ${address}:${services[service]}\n`,
  );
  return `HostName ${address}
Port ${port}
User root
IdentityFile ${file('user_key')}
IdentitiesOnly yes
BatchMode yes
HostKeyAlias ${keys.serverName}
UserKnownHostsFile ${file('known_hosts')}
GlobalKnownHostsFile /dev/null
StrictHostKeyChecking yes
ExitOnForwardFailure yes
Ciphers ${cipher}
KexAlgorithms curve25519-sha256
LogLevel ERROR
${forwards.join('')}`;
}

async function makeKey(file: string): Promise<void> {
  const args = ['-q', '-t', 'ecdsa', '-b', '256', '-N', '', '-C', 'stile-bench', '-f', file];
  const outcome = await runTool('/usr/bin/ssh-keygen', args);
  if (outcome.kind !== 'exited' || outcome.code !== 0)
    throw new Error(`ssh-keygen did not make a key: ${outcome.kind}`);
}
