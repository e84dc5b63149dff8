// What the peers are told: the same cipher, curve and checks at both ends, and where to lead.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerKeys } from '../../../../bench/tunnel/lab/certificates.ts';
import { portsFrom } from '../../../../bench/tunnel/lab/services.ts';
import * as haproxy from '../../../../bench/tunnel/peers/haproxy.ts';
import * as nginx from '../../../../bench/tunnel/peers/nginx.ts';
import * as ssh from '../../../../bench/tunnel/peers/ssh.ts';
import * as stunnel from '../../../../bench/tunnel/peers/stunnel.ts';

const keys: ServerKeys = {
  ca: '/k/ca.pem',
  certificate: { client: '/k/client.pem', server: '/k/server.pem' },
  key: { client: '/k/client.key', server: '/k/server.key' },
  both: { client: '/k/client-both.pem', server: '/k/server-both.pem' },
  serverName: 'server.test',
};
const ports = portsFrom(500);
const far = '198.18.236.2';
const network = {
  kind: 'line',
  names: { client: 'c', server: 's' },
  addresses: { client: '198.18.236.1', server: far },
} as const;
const inFolder = (name: string) => `/f/${name}`;

/** Each row: a file, and everything that has to stand in it. */
const files: readonly (readonly [string, string, readonly RegExp[]])[] = [
  [
    'stunnel at the client',
    stunnel.clientFile(ports, far, keys),
    [
      /^ciphersuites = TLS_AES_128_GCM_SHA256$/m,
      /^curves = X25519$/m,
      /^verifyChain = yes$/m,
      /^cert = \/k\/client\.pem$/m,
      /^\[echo\]\nclient = yes\naccept = 127\.0\.0\.1:500\nconnect = 198\.18\.236\.2:550\ncheckHost = server\.test$/m,
    ],
  ],
  [
    'stunnel at the server',
    stunnel.serverFile(ports, far, keys),
    [
      /^ciphersuites = TLS_AES_128_GCM_SHA256$/m,
      /^verifyChain = yes$/m,
      /^\[sink\]\naccept = 198\.18\.236\.2:552\nconnect = 198\.18\.236\.2:7003\nrequireCert = yes$/m,
    ],
  ],
  [
    'haproxy at the client',
    haproxy.clientFile(ports, far, keys),
    [
      /bind 127\.0\.0\.1:501$/m,
      /server far 198\.18\.236\.2:551 ssl crt \/k\/client-both\.pem .*verify required .*verifyhost server\.test .*TLS_AES_128_GCM_SHA256$/m,
    ],
  ],
  [
    'haproxy at the server',
    haproxy.serverFile(ports, far, keys),
    [
      /bind 198\.18\.236\.2:551 ssl .*ca-file \/k\/ca\.pem verify required curves X25519 .*TLS_AES_128_GCM_SHA256$/m,
      /server origin 198\.18\.236\.2:7002$/m,
    ],
  ],
  [
    'nginx at the client',
    nginx.clientFile(ports, far, keys),
    [
      /listen 127\.0\.0\.1:500;\s+proxy_pass 198\.18\.236\.2:550;/,
      /proxy_ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;/,
      /proxy_ssl_verify on;\s+proxy_ssl_name server\.test;/,
    ],
  ],
  [
    'nginx at the server',
    nginx.serverFile(ports, far, keys),
    [
      /listen 198\.18\.236\.2:550 ssl;\s+proxy_pass 198\.18\.236\.2:7001;/,
      /ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;\s+ssl_ecdh_curve X25519;/,
      /ssl_verify_client on;/,
    ],
  ],
  [
    'ssh',
    ssh.clientFile(inFolder, { keys, network }, 599, 'aes128-gcm@openssh.com', ports),
    [
      /^StrictHostKeyChecking yes$/m,
      /^Ciphers aes128-gcm@openssh\.com$/m,
      /^LocalForward 127\.0\.0\.1:502 198\.18\.236\.2:7003$/m,
    ],
  ],
  [
    'sshd',
    ssh.serverFile(inFolder, far, 599, 'aes128-gcm@openssh.com'),
    [
      /^ListenAddress 198\.18\.236\.2:599$/m,
      /^AuthenticationMethods publickey$/m,
      /^Ciphers aes128-gcm@openssh\.com$/m,
    ],
  ],
];

for (const [name, text, wanted] of files)
  test(`${name} has the cipher of all, checks the other end, and leads to its service`, () => {
    for (const each of wanted) assert.match(text, each);
  });
