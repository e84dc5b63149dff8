// Ranges of IP addresses as `ip-range` rules write them: one address, a network, or from-to; IPv4 and IPv6.

import ipaddr from 'ipaddr.js';

/** All addresses of one family from `first` to `last`, both included. */
export interface IpRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads `192.0.2.7`, `192.0.2.0/24`, `192.0.2.7-192.0.2.9` and the same in IPv6; null if it is none of them. */
export function parseIpRange(text: string): IpRange | null {
  const [from = '', to, more] = text.split('-').map((part) => part.trim());
  if (more !== undefined) return null;
  if (to === undefined)
    return from.includes('/') ? parseNetwork(from) : between(parseAddress(from), parseAddress(from));
  return between(parseAddress(from), parseAddress(to));
}

/** True if the address lies in the range. An IPv4 address mapped into IPv6 counts as the IPv4 address it is. */
export function rangeHolds(range: IpRange, address: string): boolean {
  const parsed = parseAddress(address);
  return (
    parsed !== null && parsed.family === range.family && parsed.number >= range.first && parsed.number <= range.last
  );
}

interface Address {
  readonly family: IpRange['family'];
  readonly number: bigint;
}

/** Only the usual spellings: ipaddr.js would also take octal, hexadecimal and shortened IPv4, and zones in IPv6. */
function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return { family: 'ipv4', number: numberOf(ipaddr.IPv4.parse(text).toByteArray()) };
  }
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return null;
  const parsed = ipaddr.IPv6.parse(text);
  return parsed.isIPv4MappedAddress()
    ? { family: 'ipv4', number: numberOf(parsed.toIPv4Address().toByteArray()) }
    : { family: 'ipv6', number: numberOf(parsed.toByteArray()) };
}

function parseNetwork(text: string): IpRange | null {
  const [base = '', prefix = '', more] = text.split('/');
  const address = parseAddress(base);
  // A network inside the mapped range would need its prefix converted as well; nobody writes it, so nobody gets it.
  if (more !== undefined || address === null || !/^[0-9]{1,3}$/.test(prefix)) return null;
  if (address.family === 'ipv4' && base.includes(':')) return null;
  const bits = address.family === 'ipv4' ? 32 : 128;
  const free = BigInt(bits - Number(prefix));
  if (free < 0n) return null;
  const first = (address.number >> free) << free;
  return { family: address.family, first, last: first + (1n << free) - 1n };
}

function between(first: Address | null, last: Address | null): IpRange | null {
  if (first === null || last === null || first.family !== last.family || first.number > last.number) return null;
  return { family: first.family, first: first.number, last: last.number };
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
