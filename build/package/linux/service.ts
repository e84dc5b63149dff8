// The table of services that packages for Linux bring: what each is called, runs as, keeps, and starts by.

export interface Service {
  /** Of the package, and of the unit. */
  readonly name: 'stile-agent' | 'stile-ems' | 'stile-gateway';
  /** Who it runs as, made by the package; null for root. */
  readonly user: string | null;
  readonly programs: string;
  readonly config: string;
  readonly data: string;
  readonly runtime: string;
  /**
   * `installed`: from the first installation on. `asked`: when its administrator starts it the first time; before that it
   * would serve under names that nobody chose.
   */
  readonly starts: 'installed' | 'asked';
}

export const services = {
  agent: {
    name: 'stile-agent',
    user: null,
    programs: '/usr/lib/stile',
    config: '/etc/stile',
    data: '/var/lib/stile',
    runtime: '/run/stile',
    starts: 'installed',
  },
  ems: serverNamed('stile-ems'),
  gateway: serverNamed('stile-gateway'),
} as const satisfies Record<string, Service>;

function serverNamed<Name extends 'stile-ems' | 'stile-gateway'>(name: Name) {
  return {
    name,
    user: name,
    programs: `/usr/lib/${name}`,
    config: `/etc/${name}`,
    data: `/var/lib/${name}`,
    runtime: `/run/${name}`,
    starts: 'asked',
  } as const;
}
