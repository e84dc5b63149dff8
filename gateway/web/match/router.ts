// Finds the API gateway that a request's host and path mean.

import { assertNever } from '../../../shared/assert-never.ts';
import { pathReadings } from './path-readings.ts';
import { bySpecificity, makePattern, type Pattern } from './pattern.ts';

export interface HostRule {
  readonly name: string;
  readonly host: string;
  readonly 'host-type': 'sub-string' | 'wildcard' | 'exact';
}

export interface PathRule {
  readonly 'url-map': string;
  readonly 'url-map-type': 'sub-string' | 'wildcard' | 'regex';
  /** Absent: any host. */
  readonly 'virtual-host'?: string | undefined;
}

export type Route<P extends PathRule, H extends HostRule> =
  | { readonly kind: 'found'; readonly rule: P; readonly host: H | null }
  | { readonly kind: 'none' }
  /** Nobody can say what the path means: a 400, not a 404. */
  | { readonly kind: 'refused'; readonly why: string };

export interface Router<P extends PathRule, H extends HostRule> {
  /** The virtual host that means this host, in the form of `requestHost`; null if none does. */
  hostOf(host: string): H | null;
  /** `path` as it came, without its query. */
  find(host: string, path: string): Route<P, H>;
}

/**
 * Order, in which the first that fits wins:
 * 1. virtual hosts: exact, wildcard, sub-string; in each the one with more literal characters, then the one that stands first;
 * 2. API gateways of that virtual host before those without any;
 * 3. paths: regular expressions as they stand, then wildcards and sub-strings with more literal characters first.
 */
export function makeRouter<P extends PathRule, H extends HostRule>(
  hosts: readonly H[],
  paths: readonly P[],
): Router<P, H> {
  const orderedHosts = bySpecificity(
    hosts.map((rule) => ({
      rule,
      pattern: makePattern(rule['host-type'], rule.host.toLowerCase().replace(/\.$/, '')),
    })),
  );
  const orderedPaths = bySpecificity(
    paths.map((rule) => ({ rule, pattern: makePattern(rule['url-map-type'], rule['url-map']) })),
  );
  const hostOf = (host: string) => first(orderedHosts, host);
  return {
    hostOf,
    find(host, path) {
      const read = pathReadings(path);
      switch (read.kind) {
        case 'refused':
          return read;
        case 'readings': {
          const found = hostOf(host);
          const own = found === null ? [] : orderedPaths.filter(({ rule }) => rule['virtual-host'] === found.name);
          const shared = orderedPaths.filter(({ rule }) => rule['virtual-host'] === undefined);
          const meant = read.readings.map((reading) => first(own, reading) ?? first(shared, reading));
          const rule = meant[0] ?? null;
          if (meant.some((other) => other !== rule))
            return { kind: 'refused', why: 'servers would read this path as different ones' };
          return rule === null ? { kind: 'none' } : { kind: 'found', rule, host: found };
        }
        default:
          return assertNever(read);
      }
    },
  };
}

function first<R>(entries: readonly { readonly rule: R; readonly pattern: Pattern }[], text: string): R | null {
  return entries.find(({ pattern }) => pattern.matches(text))?.rule ?? null;
}
