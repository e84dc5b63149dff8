// Lays out the web proxies of a configuration: which mode of TLS a name gets, and what a host and path mean.

import type { GatewayConfig } from '../config/schema.ts';
import type { ApiGateway, VirtualHost, WebProxy } from '../config/web-schema.ts';
import { makeRouter, type Router } from './match/router.ts';

/** One way to shake hands: a certificate, and whether the client is asked for one. Connections of one mode are alike. */
export interface TlsMode {
  /** Equal for equal modes. */
  readonly key: string;
  readonly certificate: CertificateChoice;
  readonly asks: boolean;
  readonly http2: boolean;
}

export type CertificateChoice =
  /** That of the gateway itself. */
  | { readonly kind: 'own' }
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'ems'; readonly host: string };

/** What is asked of clients; where a virtual host says nothing, its proxy does. */
export interface ClientRules {
  readonly asks: boolean;
  readonly emptyCertAction: 'block' | 'accept' | 'accept-unmanageable';
  readonly detectsUserAgent: boolean;
}

export type Place =
  | {
      readonly kind: 'found';
      readonly proxy: WebProxy;
      readonly gateway: ApiGateway;
      readonly virtualHost: VirtualHost | null;
    }
  /** 021; the proxy whose rules hold where nothing was found. */
  | { readonly kind: 'none'; readonly proxy: WebProxy; readonly virtualHost: VirtualHost | null }
  /** 091: nobody can say what the path means. */
  | { readonly kind: 'refused'; readonly proxy: WebProxy; readonly virtualHost: VirtualHost | null };

/** The proxies of one listener, in the order of the file; at least one. */
export interface Site {
  /** The mode for a name that a client asks for; of an unknown or absent one the first proxy's own. */
  modeFor(serverName: string | null): TlsMode;
  placeOf(host: string, path: string): Place;
}

interface Path {
  readonly 'url-map': string;
  readonly 'url-map-type': ApiGateway['url-map-type'];
  readonly 'virtual-host'?: string | undefined;
  readonly gateway: ApiGateway;
  readonly proxy: WebProxy;
}

/** So that a client that asks for ever new paths fills no memory with them. */
const remembered = { places: 256, length: 512 } as const;

/** By listener as the file names it, `null` for the one of the traffic-forward-proxy. */
export function sitesOf(config: GatewayConfig): ReadonlyMap<string | null, Site> {
  const byListener = Map.groupBy(config['web-proxy'], (proxy) => proxy.listen ?? null);
  return new Map([...byListener].map(([listen, proxies]) => [listen, siteOf(proxies, config)]));
}

export function rulesOf(proxy: WebProxy, virtualHost: VirtualHost | null): ClientRules {
  const of = <K extends 'client-cert' | 'empty-cert-action' | 'user-agent-detect'>(key: K) =>
    virtualHost?.[key] ?? proxy[key];
  return {
    asks: of('client-cert') === 'enable',
    emptyCertAction: of('empty-cert-action'),
    detectsUserAgent: of('user-agent-detect') === 'enable',
  };
}

function siteOf(proxies: readonly WebProxy[], config: GatewayConfig): Site {
  const paths = proxies.flatMap((proxy) =>
    proxy['api-gateway'].map((gateway): Path => {
      const { 'url-map': map, 'url-map-type': type, 'virtual-host': host } = gateway;
      return { 'url-map': map, 'url-map-type': type, 'virtual-host': host, gateway, proxy };
    }),
  );
  const used = new Set(paths.map((path) => path['virtual-host']));
  const hosts = config['access-proxy-virtual-host'].filter((host) => used.has(host.name));
  const router: Router<Path, VirtualHost> = makeRouter(hosts, paths);
  const [first] = proxies;
  if (first === undefined) throw new TypeError('a site has at least one proxy');
  const whoServes = (host: VirtualHost | null) =>
    paths.find((path) => path['virtual-host'] === host?.name)?.proxy ?? first;
  const placeOf = (host: string, path: string): Place => {
    const route = router.find(host, path);
    if (route.kind === 'found')
      return { kind: 'found', proxy: route.rule.proxy, gateway: route.rule.gateway, virtualHost: route.host };
    const virtualHost = router.hostOf(host);
    return { kind: route.kind, proxy: whoServes(virtualHost), virtualHost };
  };
  const modes = new Map<VirtualHost | null, TlsMode>();
  return {
    modeFor(serverName) {
      const host = serverName === null ? null : router.hostOf(serverName);
      const mode = modes.get(host) ?? modeOf(whoServes(host), host);
      modes.set(host, mode);
      return mode;
    },
    placeOf: remembering(placeOf),
  };
}

/** Says again what was asked lately: every request is decided twice, and most paths are asked for again. */
function remembering(placeOf: Site['placeOf']): Site['placeOf'] {
  const places = new Map<string, Place>();
  return (host, path) => {
    // No host has a space.
    const asked = `${host} ${path}`;
    const known = places.get(asked);
    if (known !== undefined) return known;
    const place = placeOf(host, path);
    if (asked.length > remembered.length) return place;
    if (places.size >= remembered.places) places.clear();
    places.set(asked, place);
    return place;
  };
}

function modeOf(proxy: WebProxy, host: VirtualHost | null): TlsMode {
  const { asks } = rulesOf(proxy, host);
  const http2 = proxy['h2-support'] === 'enable' && proxy['http-supported-max-version'] === 'http2';
  const certificate = certificateOf(proxy, host);
  return { key: JSON.stringify([certificate, asks, http2]), certificate, asks, http2 };
}

function certificateOf(proxy: WebProxy, host: VirtualHost | null): CertificateChoice {
  const name = host?.['ssl-certificate'] ?? proxy['ssl-certificate'];
  // A certificate of the EMS is for a host; a proxy as a whole has none.
  if (name === undefined || (name === 'ems' && host === null)) return { kind: 'own' };
  return name === 'ems' ? { kind: 'ems', host: host?.host.toLowerCase() ?? '' } : { kind: 'local', name };
}
