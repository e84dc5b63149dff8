// Which places may stand among the arguments of a program: a host name or an address, and a port.

import { isIP } from 'node:net';
import { isHostName } from '../../shared/policy/domain-name.ts';
import type { LocalPlace } from '../../shared/shell/opener-of.ts';

declare const checked: unique symbol;

/** Starts with a letter, a digit or a colon, and holds nothing that a program, a file or a URL reads as its own. */
export type SafePlace = LocalPlace & { readonly [checked]: true };

export function safePlace({ host, port }: LocalPlace): SafePlace | { readonly refused: 'host' | 'port' } {
  const name = host.toLowerCase();
  // An address with a zone (`fe80::1%eth0`) is no place of ours, and `%` is read by ssh and by URLs.
  if (name.includes('%') || !(isIP(name) !== 0 || isHostName(name))) return { refused: 'host' };
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return { refused: 'port' };
  return { host: name, port } as SafePlace;
}
