// The next hop to everywhere else, per interface: what tells people in which network a device is.

export interface DefaultGateway {
  /** Name of the interface it is reached by. */
  readonly interface: string;
  readonly ip: string;
  /** Who answers for it on the wire, `aa:bb:cc:dd:ee:ff`; with proxy ARP that is a router. Null while nobody has. */
  readonly mac: string | null;
}

/** The IPv4 gateways of now, one per interface at most; what cannot be found out is left out. Never rejects. */
export type ReadDefaultGateways = () => Promise<readonly DefaultGateway[]>;

/** For systems where this is not written yet: macOS (`route -n get default`, `arp`), Windows (GetIpForwardTable2). */
export const noDefaultGateways: ReadDefaultGateways = async () => [];
