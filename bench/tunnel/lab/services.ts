// Names the servers that every tunnel leads to, and the ports of the whole benchmark; each network is its own.

/** Port at which the server itself listens. All ports lie below those that outgoing connections get. */
export const services = { echo: 7_001, source: 7_002, sink: 7_003 } as const;

export type Service = keyof typeof services;

export const serviceNames = ['echo', 'source', 'sink'] as const satisfies readonly Service[];

/** Where a client enters a tunnel for a service, and where its two ends meet. */
export interface TunnelPorts {
  readonly service: Service;
  readonly entrance: number;
  readonly exit: number;
}

/** The ports of one tunnel; bases are a hundred apart. */
export function portsFrom(base: number): readonly TunnelPorts[] {
  return serviceNames.map((service, at) => ({ service, entrance: base + at, exit: base + 50 + at }));
}

/** The ports that the end at the server listens on. */
export const exitsOf = (all: readonly TunnelPorts[]): readonly number[] => all.map(({ exit }) => exit);

/** The ports that the end at the client listens on. */
export const entrancesOf = (all: readonly TunnelPorts[]): readonly number[] => all.map(({ entrance }) => entrance);
