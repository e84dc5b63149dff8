// Understands /proc/net/route and /proc/net/arp.

import type { DefaultGateway } from './default-gateway.ts';

interface Route {
  readonly interface: string;
  readonly ip: string;
  readonly metric: number;
}

/** RTF_UP and RTF_GATEWAY of <linux/route.h>. */
const upThroughGateway = 0x3;
/** ATF_COM of <linux/if_arp.h>: the kernel has had an answer. */
const answered = 0x2;

/** @param endianness of the machine: the kernel prints addresses as numbers, as they lie in its memory */
export function parseDefaultGateways(
  routes: string,
  neighbours: string,
  endianness: 'LE' | 'BE',
): readonly DefaultGateway[] {
  const best = new Map<string, Route>();
  for (const route of defaultRoutes(routes, endianness)) {
    const known = best.get(route.interface);
    if (known === undefined || route.metric < known.metric) best.set(route.interface, route);
  }
  return [...best.values()].map((route) => ({
    interface: route.interface,
    ip: route.ip,
    mac: macOf(neighbours, route.ip, route.interface),
  }));
}

/** Columns: interface, destination, gateway, flags, references, use, metric, mask; numbers in hex but the metric. */
function defaultRoutes(text: string, endianness: 'LE' | 'BE'): readonly Route[] {
  return rowsOf(text).flatMap(([name, destination, gateway, flags, , , metric, mask]) => {
    if (name === undefined || destination !== '00000000' || mask !== '00000000') return [];
    if ((Number.parseInt(flags ?? '', 16) & upThroughGateway) !== upThroughGateway) return [];
    const ip = addressOf(gateway ?? '', endianness);
    return ip === null ? [] : [{ interface: name, ip, metric: Number(metric) }];
  });
}

function addressOf(hex: string, endianness: 'LE' | 'BE'): string | null {
  const octets = hex.match(/^(..)(..)(..)(..)$/)?.slice(1);
  if (octets === undefined) return null;
  const numbers = octets.map((each) => Number.parseInt(each, 16));
  return (endianness === 'LE' ? numbers.reverse() : numbers).join('.');
}

/** Columns: address, hardware type, flags, hardware address, mask, interface. */
function macOf(text: string, ip: string, name: string): string | null {
  const row = rowsOf(text).find(
    ([address, , flags, , , device]) => address === ip && device === name && (Number(flags) & answered) !== 0,
  );
  return row?.[3] ?? null;
}

/** Without the line of headings. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
}
