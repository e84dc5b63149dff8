// Says where others reach this EMS: as it was told, or else under its first name and the ports it listens on.

import type { Config } from './config.ts';
import type { ListenerAddresses } from './invitations/invitations.ts';

/** The address of CA, revocation list and OCSP, without a slash at its end. */
export function publicUrlFor(config: Config, port: number): string {
  return config.publicUrl ?? `http://${firstName(config)}:${port}`;
}

export function addressesFor(
  config: Config,
  ports: { readonly agent: number; readonly gateway: number; readonly public: number; readonly console: number },
): ListenerAddresses {
  return {
    agent: config.agentAddress ?? `${firstName(config)}:${ports.agent}`,
    gateway: config.gatewayAddress ?? `${firstName(config)}:${ports.gateway}`,
    public: publicUrlFor(config, ports.public),
    console: config.console.url ?? `https://${firstName(config)}:${ports.console}`,
  };
}

/** The first name of the server, in brackets if it is an IPv6 address. */
function firstName({ serverNames: [name = 'localhost'] }: Config): string {
  return name.includes(':') ? `[${name}]` : name;
}
