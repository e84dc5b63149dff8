// Describes the packages for Linux: which files each brings, and what it says of itself.

import path from 'node:path';
import { below, copiedFile, type Entry, textFile } from '../contents/entry.ts';
import type { Product } from '../programs/products.ts';
import { programEntries } from '../programs/program-entries.ts';
import type { Release } from '../release.ts';
import { licence, type PackageDescription } from './description.ts';
import { debScripts } from './scripts/deb-scripts.ts';
import { rpmScripts } from './scripts/rpm-scripts.ts';
import { type Service, services } from './service.ts';
import { unitOf } from './units.ts';

interface About {
  readonly summary: string;
  readonly description: string;
  /** Below `/usr/bin`. */
  readonly command: { readonly name: string; readonly text: string };
  /** Settings that are there from the start; the service does not begin without its file. */
  readonly settings: string | null;
  /** An example of settings, in the repository. */
  readonly example: string | null;
  readonly recommends: readonly string[];
}

const root = path.resolve(import.meta.dirname, '../../..');

const node = (service: Service) => `${service.programs}/bin/node ${service.programs}`;

const abouts: Readonly<Record<Product, About>> = {
  agent: {
    summary: 'Zero-trust endpoint agent',
    description: `Lets this device reach the protected services of an organisation by their ordinary
names, for as long as the device is in order: the agent enrolls with the
organisation's management server, reports what its rules ask for, and carries
connections through its gateways.

The command stile shows how things stand and why.`,
    command: { name: 'stile', text: `#!/bin/sh\nexec ${node(services.agent)}/stile.mjs "$@"\n` },
    settings: 'agent.json',
    example: null,
    // The keyring of a desktop session by keytar; the certificates of browsers; the rules of the firewall.
    recommends: ['libsecret-1-0', 'libnss3-tools', 'nftables'],
  },
  ems: {
    summary: 'Management server of the Stile zero-trust agent',
    description: `Enrolls devices and gateways, judges what devices report, gives tags by rules, and
tells gateways whom to let in. Its console is a web application on port 8443.

It starts when it is told to: say the names it is reached by in
/etc/stile-ems/ems.json first.`,
    command: { name: 'stile-ems', text: emsCommand() },
    settings: 'ems.json',
    example: null,
    recommends: [],
  },
  gateway: {
    summary: 'Access gateway of the Stile zero-trust agent',
    description: `Carries the connections of devices to protected services, each judged by the
device's certificate, tags and user, for as long as all of them hold.

It starts when it is told to: write /etc/stile-gateway/gateway.yaml and join a
management server with stile-gateway join first.`,
    command: { name: 'stile-gateway', text: gatewayCommand() },
    settings: null,
    example: 'gateway/example.yaml',
    recommends: [],
  },
};

/**
 * Of root they run as the service's user: to that one the socket of the server belongs, and what root finds there of
 * somebody else's it does not trust.
 */
function emsCommand(): string {
  return `#!/bin/sh
${asUser(services.ems)}
exec $as ${node(services.ems)}/stile.mjs ems "$@"
`;
}

/** The program itself joins; everything else is asked of the gateway that runs. */
function gatewayCommand(): string {
  return `#!/bin/sh
${asUser(services.gateway)}
if [ "$1" = join ]; then exec $as ${node(services.gateway)}/stile-gateway.mjs "$@"; fi
exec $as ${node(services.gateway)}/stile.mjs gateway "$@"
`;
}

function asUser({ user }: Service): string {
  const become = `/usr/bin/setpriv --reuid ${user} --regid ${user} --init-groups`;
  return `as=\nif [ "$(id -u)" -eq 0 ]; then as='${become}'; fi`;
}

export interface Described {
  readonly description: PackageDescription;
  readonly obstacles: readonly string[];
}

export async function describe(product: Product, release: Release): Promise<Described> {
  const service: Service = services[product];
  const about = abouts[product];
  const programs = await programEntries(product, 'linux', release);
  const config = about.settings === null ? [] : [`${service.config}/${about.settings}`];
  return {
    obstacles: programs.obstacles,
    description: {
      name: service.name,
      version: release.version,
      epoch: release.epoch,
      summary: about.summary,
      description: about.description,
      section: 'net',
      entries: sorted([
        ...withFolders(service.programs, below(service.programs, programs.entries)),
        ...otherEntries(service, about, config),
      ]),
      config,
      deb: {
        depends: [
          'libc6 (>= 2.28)',
          'libgcc-s1',
          'libstdc++6 (>= 8)',
          'init-system-helpers (>= 1.54)',
          ...dependsFor(service),
        ],
        recommends: about.recommends,
        scripts: debScripts(service, release.version),
      },
      rpm: {
        requires: [
          'glibc >= 2.28',
          'libstdc++',
          'libgcc',
          'coreutils',
          'systemd',
          ...(service.user === null ? [] : ['shadow-utils', 'util-linux']),
        ],
        recommends: about.recommends.flatMap((name) => rpmNames[name] ?? []),
        scripts: rpmScripts(service, release.version),
      },
    },
  };
}

function otherEntries(service: Service, about: About, config: readonly string[]): readonly Entry[] {
  const doc = `/usr/share/doc/${service.name}`;
  return [
    textFile(`/usr/bin/${about.command.name}`, about.command.text, 0o755),
    textFile(`/usr/lib/systemd/system/${service.name}.service`, unitOf(service)),
    { kind: 'folder', path: doc, mode: 0o755 },
    textFile(`${doc}/copyright`, copyright(service)),
    ...(about.example === null ? [] : [copiedFile(`${doc}/example.yaml`, path.join(root, about.example))]),
    { kind: 'folder', path: service.config, mode: 0o755 },
    ...(service.user === null ? [{ kind: 'folder', path: `${service.config}/policy.d`, mode: 0o755 } as const] : []),
    ...config.map((file) => textFile(file, '{}\n')),
  ];
}

/** Debian's policy wants it there; the licences themselves lie with the programs. */
function copyright({ programs }: Service): string {
  return `Copyright: The Stile authors
License: ${licence}, see /usr/share/common-licenses/Apache-2.0 or https://www.apache.org/licenses/LICENSE-2.0
Everything of others that is in this package, with its licence: ${programs}/licences.txt
`;
}

function dependsFor({ user }: Service): readonly string[] {
  return user === null ? ['debconf (>= 0.5) | debconf-2.0'] : ['passwd', 'util-linux'];
}

const rpmNames: Readonly<Record<string, string>> = {
  'libsecret-1-0': 'libsecret',
  'libnss3-tools': 'nss-tools',
  nftables: 'nftables',
};

/** Every folder there, so that rpm knows that they are ours. */
function withFolders(top: string, entries: readonly Entry[]): readonly Entry[] {
  const folders = new Set([top]);
  for (const { path } of entries)
    for (let at = path.lastIndexOf('/'); at > top.length; at = path.lastIndexOf('/', at - 1))
      folders.add(path.slice(0, at));
  return [...[...folders].map((path) => ({ kind: 'folder', path, mode: 0o755 }) as const), ...entries];
}

function sorted(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
