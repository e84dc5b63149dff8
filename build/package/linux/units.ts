// Writes the units of systemd: what each service may do, from the strictest down to what it really needs; pure.

import type { Service } from './service.ts';

interface Sandbox {
  /** What it is, for people. */
  readonly description: string;
  readonly command: string;
  /** Without this file it does not start, and that is no failure. */
  readonly onlyWith: string | null;
  readonly afterStop: string | null;
  /** Lines that differ from one service to another. */
  readonly rights: readonly string[];
}

export function unitOf(service: Service): string {
  const sandbox = sandboxOf(service);
  return [
    '[Unit]',
    `Description=${sandbox.description}`,
    'After=network.target',
    ...(sandbox.onlyWith === null ? [] : [`ConditionPathExists=${sandbox.onlyWith}`]),
    // However often it fails: a device without its agent would stay so until somebody comes.
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=notify',
    'NotifyAccess=main',
    'WatchdogSec=60',
    `ExecStart=${sandbox.command}`,
    ...(sandbox.afterStop === null ? [] : [`ExecStopPost=${sandbox.afterStop}`]),
    'Restart=always',
    // The delay grows to a minute. A systemd before 254 says that it does not know how, and keeps to the first one.
    'RestartSec=1',
    'RestartSteps=6',
    'RestartMaxDelaySec=60',
    'TimeoutStopSec=20',
    ...(service.user === null ? [] : [`User=${service.user}`, `Group=${service.user}`]),
    ...directories(service),
    '',
    ...sandbox.rights,
    ...always,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

function sandboxOf(service: Service): Sandbox {
  const node = `${service.programs}/bin/node`;
  const command = `${node} ${service.programs}/${service.name}.mjs`;
  switch (service.name) {
    case 'stile-agent':
      return {
        description: 'Stile agent: reaches protected services by name, as long as this device is in order',
        command: `${command} --config ${service.config}/agent.json`,
        onlyWith: null,
        // Its names must not outlive it: another user could listen where they lead.
        afterStop: `${node} ${service.programs}/clean-up.mjs --config ${service.config}/agent.json`,
        rights: ofAgent,
      };
    case 'stile-ems':
      return {
        description: 'Stile endpoint management server',
        command: `${command} --config ${service.config}/ems.json`,
        onlyWith: `${service.config}/ems.json`,
        afterStop: null,
        rights: ofServer,
      };
    case 'stile-gateway':
      return {
        description: 'Stile access gateway',
        command: `${command} run --config ${service.config}/gateway.yaml`,
        onlyWith: `${service.config}/gateway.yaml`,
        afterStop: null,
        rights: ['ExecReload=/bin/kill -HUP $MAINPID', ...ofServer],
      };
  }
}

function directories({ data, runtime }: Service): readonly string[] {
  return [
    `StateDirectory=${data.slice('/var/lib/'.length)}`,
    'StateDirectoryMode=0700',
    `RuntimeDirectory=${runtime.slice('/run/'.length)}`,
    'RuntimeDirectoryMode=0755',
    'UMask=0077',
  ];
}

/** What no program of ours needs. Not MemoryDenyWriteExecute: V8 writes the code that it runs. */
const always = [
  'NoNewPrivileges=yes',
  'PrivateTmp=yes',
  'PrivateMounts=yes',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectControlGroups=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'RestrictSUIDSGID=yes',
  'RestrictRealtime=yes',
  'RestrictNamespaces=yes',
  'LockPersonality=yes',
  'KeyringMode=private',
  'SystemCallArchitectures=native',
  'SystemCallErrorNumber=EPERM',
];

const ofAgent = [
  // The hosts file and the policies of browsers are replaced in their folders, which may not exist yet; the machine's own
  // key to sealed ones is made when it is first asked for. With `full` /etc would stay closed, whatever is said of it.
  'ProtectSystem=strict',
  'ReadWritePaths=/etc -/var/lib/systemd',
  // Rules may ask for a file there.
  'ProtectHome=read-only',
  // A TPM keeps the key where the settings want it.
  'DevicePolicy=closed',
  'DeviceAllow=/dev/tpmrm0 rw',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  // Ports below 1024; files, programs and sockets of users; owners of files that are replaced; the rules of the firewall.
  'CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_DAC_READ_SEARCH CAP_SYS_PTRACE CAP_FOWNER CAP_CHOWN CAP_NET_ADMIN',
  'SystemCallFilter=@system-service',
];

const ofServer = [
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateDevices=yes',
  'DevicePolicy=closed',
  'ProtectProc=invisible',
  'RemoveIPC=yes',
  // The last one for the addresses of this machine, which stand in its certificate.
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'CapabilityBoundingSet=',
  'AmbientCapabilities=',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
];
