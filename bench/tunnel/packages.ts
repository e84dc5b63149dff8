// Lists the Debian packages of the tunnel benchmark: the peers, the compiler of its tools, and what makes its networks.

import type { SystemPackage } from '../../build/set-up/packages.ts';

export const tunnelPackages: readonly SystemPackage[] = [
  { debianPackage: 'stunnel4', provides: '/usr/bin/stunnel4', neededFor: 'a peer' },
  { debianPackage: 'haproxy', provides: '/usr/sbin/haproxy', neededFor: 'a peer' },
  { debianPackage: 'nginx', provides: '/usr/sbin/nginx', neededFor: 'a peer' },
  {
    debianPackage: 'libnginx-mod-stream',
    provides: '/usr/lib/nginx/modules/ngx_stream_module.so',
    neededFor: 'a peer',
  },
  { debianPackage: 'openssh-server', provides: '/usr/sbin/sshd', neededFor: 'a peer' },
  { debianPackage: 'openssh-client', provides: '/usr/bin/ssh', neededFor: 'a peer' },
  { debianPackage: 'openssl', provides: '/usr/bin/openssl', neededFor: "the peers' certificates" },
  { debianPackage: 'gcc', provides: '/usr/bin/cc', neededFor: 'compiling the tools' },
  { debianPackage: 'libc6-dev', provides: '/usr/include/stdio.h', neededFor: 'compiling the tools' },
  { debianPackage: 'iproute2', provides: '/usr/sbin/ip', neededFor: 'networks of their own' },
  { debianPackage: 'util-linux', provides: '/usr/bin/nsenter', neededFor: 'starting programs in their network' },
];
