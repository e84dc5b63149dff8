// The range of loopback addresses that the section may hold.

import { BlockList, isIPv4 } from 'node:net';

/** 127/8 never leaves the machine; this part of it is ours. */
export const defaultRange = '127.235.0.0/16';

export interface AddressRange {
  /** True for an IPv4 address in dotted form inside the range. */
  contains(address: string): boolean;
}

/** Reads `a.b.c.d/n`. @throws RangeError for anything else */
export function addressRange(cidr: string): AddressRange {
  const [network = '', prefix = '', ...rest] = cidr.split('/');
  if (!isIPv4(network) || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32 || rest.length > 0)
    throw new RangeError(`${cidr} is no IPv4 range`);
  const list = new BlockList();
  list.addSubnet(network, Number(prefix));
  return { contains: (address) => isIPv4(address) && list.check(address) };
}
