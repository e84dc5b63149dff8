// Names that a web certificate may be for: a host, or every name one label below a host (`*.corp.test`).

import { z } from 'zod';
import { isHostName, isInsideDomains } from './domain-name.ts';

/** In its one spelling, which is lower case. */
export const webHost = z
  .string()
  .max(253)
  .toLowerCase()
  .refine((name) => isHostName(baseOf(name)), 'not a host name, nor *. and one');

/** True if all that the name stands for lies inside the domains, on label boundaries. */
export function isWebHostInside(name: string, domains: readonly string[]): boolean {
  return isInsideDomains(baseOf(name), domains);
}

/** True if whoever may have one of the approved names may have this one: it is among them, or one label below a `*.`. */
export function isApprovedWebHost(name: string, approved: readonly string[]): boolean {
  return approved.includes(name) || approved.includes(`*.${name.slice(name.indexOf('.') + 1)}`);
}

function baseOf(name: string): string {
  return name.startsWith('*.') ? name.slice(2) : name;
}
