// The table of what is packed: for each product its programs, and what they need beside them.

/** One of the things that are installed on their own. */
export type Product = 'agent' | 'ems' | 'gateway';

export interface Programs {
  /** Bundle → the file in the repository that it starts with. */
  readonly entries: Readonly<Record<string, string>>;
  /** Folders whose files may be in them. */
  readonly folders: readonly string[];
  /** Compiled packages that stay packages, loaded from the folder `node_modules` beside the bundles. */
  readonly native: readonly NativePackage[];
  /** The pages of the console lie beside them. */
  readonly servesConsole: boolean;
}

export const nativePackageNames = ['koffi', 'keytar', '@napi-rs/keyring'] as const;
export type NativePackage = (typeof nativePackageNames)[number];

const everywhere = ['native', 'shared'];
const command = { stile: 'cli/main.ts' };

export const products: Readonly<Record<Product, Programs>> = {
  agent: {
    entries: {
      ...command,
      'stile-agent': 'daemon/main.ts',
      'clean-up': 'daemon/clean-up-main.ts',
      purge: 'daemon/purge-main.ts',
      'key-process': 'daemon/keys/key-process-main.ts',
    },
    folders: [...everywhere, 'daemon', 'cli', 'session'],
    native: ['koffi', 'keytar', '@napi-rs/keyring'],
    servesConsole: false,
  },
  // Its administrators use the same command; what that keeps for a user is no business of a server.
  ems: {
    entries: { ...command, 'stile-ems': 'ems/main.ts' },
    folders: [...everywhere, 'ems', 'cli', 'session'],
    native: ['koffi'],
    servesConsole: true,
  },
  gateway: {
    entries: { ...command, 'stile-gateway': 'gateway/main.ts' },
    folders: [...everywhere, 'gateway', 'cli', 'session'],
    native: ['koffi'],
    servesConsole: false,
  },
};
