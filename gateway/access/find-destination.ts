// Finds the destination a request means: by exact name or exact IP, and port.

import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Target } from '../../shared/tunnel/opening.ts';
import type { Destination } from '../config/schema.ts';

/** The destination of this host and port, or null. A name never matches an IP destination, nor an IP a named one. */
export function findDestination(destinations: readonly Destination[], target: Target): Destination | null {
  const wanted = canonicalHost(target.host);
  if (wanted === null) return null;
  return destinations.find((entry) => entry.mappedport === target.port && hostOf(entry) === wanted) ?? null;
}

/** A destination is one value of one reading of the file: it never changes. */
const hosts = new WeakMap<Destination, string | null>();

function hostOf(destination: Destination): string | null {
  const known = hosts.get(destination);
  if (known !== undefined) return known;
  const host = canonicalHost(destination.address);
  hosts.set(destination, host);
  return host;
}

/** A host as it is compared: lower case, without the root's dot; IPs in their one normal form. Null if it is neither. */
export function canonicalHost(host: string): string | null {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  // Of an IPv4 address there is no other spelling that `isIP` takes.
  if (isIP(bare) === 4) return `ip ${bare}`;
  if (isIP(bare) !== 0) return bare.includes('%') ? null : `ip ${ipaddr.parse(bare).toNormalizedString()}`;
  const name = host.toLowerCase().replace(/\.$/, '');
  return /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(name) && !looksNumeric(name) ? `name ${name}` : null;
}

/** `127.1`, `0x7f.1` or `2130706433` are IPs to some resolvers and names to none. */
function looksNumeric(name: string): boolean {
  const last = name.split('.').at(-1) ?? '';
  return /^([0-9]+|0x[0-9a-f]*)$/.test(last);
}
