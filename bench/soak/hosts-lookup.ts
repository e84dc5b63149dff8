// Resolves names by the hosts file alone: a name server that does not answer would hold up every client of the soak.

import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';

export function hostsLookup(hostsFile: string): LookupFunction {
  return (name, options, callback) => {
    const address = addressIn(readFileSync(hostsFile, 'latin1'), name);
    if (address === null)
      callback(Object.assign(new Error(`${name} is not in ${hostsFile}`), { code: 'ENOTFOUND' }), '');
    else if (options.all === true) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };
}

/** The address of the first line that holds the name; null if there is none. */
export function addressIn(text: string, name: string): string | null {
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address !== undefined && names.includes(name)) return address;
  }
  return null;
}
