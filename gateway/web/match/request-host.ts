// Reads the host that a request names, from `Host` or `:authority`, in the one form in which hosts are compared.

import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface RequestHost {
  /** Lower case, without the root's dot; an IPv6 address in its normal form and without brackets. */
  readonly host: string;
  /** Null: not said, so the one of the scheme. */
  readonly port: number | null;
}

/** Null: what stands there is no host, or one that two readers could read differently. */
export function requestHost(authority: string): RequestHost | null {
  const parts = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?$/.exec(authority);
  if (parts === null) return null;
  const host = parts[1] === undefined ? nameOrV4(parts[2] ?? '') : v6(parts[1]);
  const port = parts[3] === undefined ? null : Number(parts[3]);
  if (host === null || (port !== null && (port === 0 || port > 65_535))) return null;
  return { host, port };
}

function v6(text: string): string | null {
  return isIP(text) === 6 ? ipaddr.parse(text).toString() : null;
}

function nameOrV4(text: string): string | null {
  if (isIP(text) === 4) return text;
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.length > 253 || !/^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(name)) return null;
  // `127.1` and `0x7f.1` are addresses to some readers.
  return /(^|\.)([0-9]+|0x[0-9a-f]*)$/.test(name) ? null : name;
}
