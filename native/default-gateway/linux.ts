// Linux tells its routes and its neighbours in /proc/net.

import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ReadDefaultGateways } from './default-gateway.ts';
import { parseDefaultGateways } from './parse.ts';

export function defaultGatewaysOfLinux(folder = '/proc/net'): ReadDefaultGateways {
  const read = (name: string) => readFile(path.join(folder, name), 'utf8').catch(() => '');
  return async () => {
    const [routes, neighbours] = await Promise.all([read('route'), read('arp')]);
    return parseDefaultGateways(routes, neighbours, os.endianness());
  };
}
