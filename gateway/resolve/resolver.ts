// Resolves a destination's name as an absolute name, by DNS alone: no hosts file, no search list.

import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';

export type Resolution =
  | { readonly kind: 'resolved'; readonly addresses: readonly string[] }
  | { readonly kind: 'unresolved' };

export interface NameResolver {
  /** The addresses of a host, IPv4 first; an IP is its own answer. Gives up after 5 s or when the signal says so. */
  resolve(host: string, signal: AbortSignal): Promise<Resolution>;
}

const timeLimitMs = 5_000;

/** @param servers `ip:port`, or null for those of the machine */
export function dnsResolver(servers: () => readonly string[] | null): NameResolver {
  return {
    async resolve(host, signal) {
      const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
      if (isIP(bare) !== 0) return { kind: 'resolved', addresses: [bare] };
      const addresses = await ask(host, servers(), signal);
      return addresses.length === 0 ? { kind: 'unresolved' } : { kind: 'resolved', addresses };
    },
  };
}

async function ask(host: string, servers: readonly string[] | null, signal: AbortSignal): Promise<string[]> {
  if (signal.aborted) return [];
  const resolver = new dns.Resolver({ timeout: 1_500, tries: 3 });
  if (servers !== null) resolver.setServers(servers);
  const stop = () => resolver.cancel();
  const timer = setTimeout(stop, timeLimitMs);
  timer.unref();
  signal.addEventListener('abort', stop, { once: true });
  try {
    // The root's dot makes the name absolute; c-ares then never appends a search domain.
    const absolute = host.endsWith('.') ? host : `${host}.`;
    const answers = await Promise.allSettled([resolver.resolve4(absolute), resolver.resolve6(absolute)]);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
