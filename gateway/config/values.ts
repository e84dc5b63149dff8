// The values that the configuration file is made of: names, switches, addresses and ranges.

import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export const name = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'a name has 1 to 64 letters, digits, _ . -');
export const names = z.array(name).min(1).max(256);
export const onOff = z.enum(['enable', 'disable']);

const label =
  /^(?=.{1,253}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

/** A host name or an IP address. */
export const address = z
  .string()
  .refine((text) => isIP(text) !== 0 || label.test(text), 'not a host name and not an IP address');
export const ipAddress = z.string().refine((text) => isIP(text) !== 0, 'not an IP address');
export const cidr = z.string().refine((text) => ipaddr.isValidCIDR(text), 'not a range like 10.1.0.0/16');
export const listenAddress = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[0-9.]+):[0-9]{1,5}$/, 'not an address like 0.0.0.0:9443');
