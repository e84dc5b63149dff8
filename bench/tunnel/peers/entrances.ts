// Where one enters a peer's tunnels: on loopback, one port for each service.

import { type Service, services, type TunnelPorts } from '../lab/services.ts';
import type { Entrance } from './tunnel-plan.ts';

/** The address of every entrance. */
export const entranceAddress = '127.0.0.1';

export function entrances(ports: readonly TunnelPorts[]): (service: Service) => Entrance {
  return (service) => {
    const found = ports.find((each) => each.service === service);
    if (found === undefined) throw new RangeError(`no entrance for ${service} (${services[service]})`);
    return { address: entranceAddress, port: found.entrance };
  };
}
