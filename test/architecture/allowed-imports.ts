// The table of what each folder may import besides itself; the compiler cannot state the right-hand columns.

export interface Row {
  /** Longest matching folder wins. */
  readonly folder: string;
  /** Our own folders it may see, besides itself. */
  readonly own: readonly string[];
  /** Whether Node's own modules are allowed. */
  readonly node: boolean;
  /** Npm packages by name; `@scope/*` allows the whole scope. */
  readonly packages: readonly string[];
}

const everywhere = ['shared', 'shared/node'];

/** A package that is not in its folder's row needs a reason there, not only an installation. */
export const allowedImports: readonly Row[] = [
  { folder: 'shared', own: [], node: false, packages: ['zod', 'ipaddr.js', 'tldts'] },
  {
    folder: 'shared/node',
    own: ['shared'],
    node: true,
    packages: ['@peculiar/x509', 'reflect-metadata', 'undici', 'ws', 'koffi', 'pino', 'zod', 'ipaddr.js'],
  },
  {
    folder: 'native',
    own: everywhere,
    node: true,
    packages: ['koffi', 'hostile', 'node-forge', '@napi-rs/keyring', 'keytar', 'zod', 'ipaddr.js'],
  },
  { folder: 'daemon', own: [...everywhere, 'native'], node: true, packages: ['zod'] },
  { folder: 'session', own: [...everywhere, 'native'], node: true, packages: ['zod'] },
  {
    folder: 'electron',
    own: [...everywhere, 'native', 'session'],
    node: true,
    packages: ['electron', 'dbus-next', 'zod'],
  },
  // What runs in the window: the contract it speaks, and nothing of the shell behind it.
  {
    folder: 'renderer',
    own: ['shared'],
    node: false,
    packages: ['react', 'react-dom', '@mantine/core', '@mantine/hooks', 'zod'],
  },
  { folder: 'cli', own: [...everywhere, 'session'], node: true, packages: ['commander', 'zod'] },
  {
    folder: 'ems',
    own: everywhere,
    node: true,
    packages: ['fastify', '@fastify/*', 'ws', 'kysely', 'pg', 'zod', 'oauth4webapi'],
  },
  // What runs in a browser: the contract it speaks, and nothing of the server beside it.
  {
    folder: 'ems/console',
    own: ['shared'],
    node: false,
    packages: ['react', 'react-dom', '@mantine/core', 'zod'],
  },
  {
    folder: 'gateway',
    own: everywhere,
    node: true,
    packages: ['commander', 'yaml', 'prom-client', 'zod', 'ipaddr.js', 're2js'],
  },
  {
    folder: 'build',
    own: [...everywhere, 'native'],
    node: true,
    packages: ['zod', 'dns-packet', 'undici', 'ws', 'playwright', 'vite', 'resedit', 'plist'],
  },
  { folder: 'bench', own: [...everywhere, 'native', 'build'], node: true, packages: ['zod', 'ws'] },
  {
    folder: 'test',
    own: [
      ...everywhere,
      'native',
      'session',
      'daemon',
      'electron',
      'renderer',
      'cli',
      'ems',
      'ems/console',
      'gateway',
      'build',
      'bench',
    ],
    node: true,
    packages: ['*'],
  },
];

/** Who may ask which system this is. Everybody else is told, by one of these. */
export const mayAskForThePlatform: readonly string[] = [
  'native/',
  'build/',
  'bench/',
  'test/',
  'shared/node/endpoint.ts',
  'shared/node/local-socket/peer-credentials.ts',
  'shared/node/ping/ping.ts',
  'electron/traits.ts',
  'cli/connect.ts',
  'cli/terminal.ts',
  'cli/commands/session.ts',
  'daemon/main.ts',
  'daemon/clean-up-main.ts',
  'daemon/purge-main.ts',
];
