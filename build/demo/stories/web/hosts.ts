// The virtual hosts of the story, what each asks of who comes, and the part of the gateway's file that says so.

import { type GatewayChoices, names } from '../../stage/configuration.ts';
import type { Places } from '../../stage/places.ts';
import type { Listener } from '../../stage/ports.ts';

/** What is asked for a certificate, and what happens without one: FortiOS's `client-cert` and `empty-cert-action`. */
export const modes = {
  block: { 'client-cert': 'enable', 'empty-cert-action': 'block' },
  accept: { 'client-cert': 'enable', 'empty-cert-action': 'accept' },
  'accept-unmanageable': { 'client-cert': 'enable', 'empty-cert-action': 'accept-unmanageable' },
  disable: { 'client-cert': 'disable' },
} as const;

export type Mode = keyof typeof modes;

/** A host each for what can go wrong, and for each way to ask for certificates. */
export const webHosts = {
  crm: names.crm,
  guests: 'guests.corp.test',
  phones: 'phones.corp.test',
  public: 'public.corp.test',
  unruled: 'unruled.corp.test',
  closed: 'closed.corp.test',
  forbidden: 'forbidden.corp.test',
  golden: 'golden.corp.test',
  nowhere: 'nowhere.corp.test',
  empty: 'empty.corp.test',
} as const;

type HostName = keyof typeof webHosts;

const modeOf: Readonly<Partial<Record<HostName, Mode>>> = {
  guests: 'accept',
  phones: 'accept-unmanageable',
  public: 'disable',
};

/**
 * Each host has a web proxy of its own name, so that a policy can name it.
 * @param server of the applications; the demo's own unless given
 */
export function webChoices({ services }: Places, server: Listener = services.crm): GatewayChoices {
  const { address, port } = server;
  // Loopback is never dialled, except by a server that allows it for itself.
  const allowed = address.startsWith('127.') ? { 'allow-addresses': [`${address}/32`] } : {};
  const app = { 'addr-type': 'ip', ip: address, port, ...allowed };
  const servers: Readonly<Partial<Record<HostName, readonly object[]>>> = {
    nowhere: [{ 'addr-type': 'fqdn', address: webHosts.nowhere, port }],
    empty: [{ ...app, status: 'disable' }],
  };
  const all = Object.keys(webHosts) as HostName[];
  const lets = (proxies: readonly HostName[], tags: 'none' | readonly string[], action = 'accept') => ({
    name: `web-${proxies.join('-')}`,
    action,
    'ztna-proxy': proxies,
    'ztna-ems-tag': tags,
  });
  return {
    sections: {
      'access-proxy-virtual-host': all.map((name) => ({
        name: `web-${name}`,
        host: webHosts[name],
        'host-type': 'exact',
        'ssl-certificate': 'ems',
        publish: name === 'crm' ? 'enable' : 'disable',
        ...modes[modeOf[name] ?? 'block'],
      })),
      'web-proxy': all.map((name) => ({
        name,
        'api-gateway': [
          {
            id: 1,
            'url-map': name === 'golden' ? '/gold' : '/',
            'virtual-host': `web-${name}`,
            service: 'http',
            realservers: servers[name] ?? [app],
          },
        ],
      })),
      policy: [
        lets(['closed'], 'none', 'deny'),
        lets(['forbidden'], [names.managed], 'deny'),
        lets(['golden'], ['gold']),
        lets(['guests', 'phones', 'public'], 'none'),
        lets(['crm', 'nowhere', 'empty'], [names.managed]),
      ],
    },
  };
}
