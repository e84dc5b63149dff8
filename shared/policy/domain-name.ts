// Which DNS names are well-formed, which domains an invitation may fix, and which names lie inside them.

import { getPublicSuffix } from 'tldts';
import { z } from 'zod';

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A host name in its one spelling: lower-case ASCII (A-labels for IDNA), labels of letters, digits and hyphens
 * (RFC 1123 §2.1), at most 253 characters, no final dot, nothing that any reader takes for an IPv4 address.
 */
export function isHostName(name: string): boolean {
  if (name.length === 0 || name.length > 253) return false;
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  // WHATWG URL §3.5 reads a name whose last label is a number, also 0x…, as an IPv4 address.
  if (/^([0-9]+|0x[0-9a-f]*)$/.test(last)) return false;
  return labels.every((part) => label.test(part));
}

/** True if the name is this machine's own by any convention (RFC 6761 §6.3; `localhost.localdomain`). */
export function isLocalhostName(name: string): boolean {
  return name.split('.').includes('localhost');
}

/**
 * True if an invitation may fix this domain: a host name in its one spelling, not localhost, and not a public suffix,
 * private ones (`github.io`) included. A reserved top-level domain counts as a suffix: `corp.test` is fine, `test` is not.
 */
export function isAllowedDomain(domain: string): boolean {
  if (!isHostName(domain) || isLocalhostName(domain)) return false;
  return getPublicSuffix(domain, { allowPrivateDomains: true }) !== domain;
}

/** A domain as people may type it, in any case; parsed into its one spelling. */
export const domainName = z
  .string()
  .max(253)
  .toLowerCase()
  .refine(isAllowedDomain, 'not a domain that one organisation can own');

/** True if the name, in its one spelling, is one of the domains or lies below one, on a label boundary. */
export function isInsideDomains(name: string, domains: readonly string[]): boolean {
  if (!isHostName(name) || isLocalhostName(name)) return false;
  return domains.some((domain) => isAllowedDomain(domain) && (name === domain || name.endsWith(`.${domain}`)));
}
