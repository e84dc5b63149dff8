// What a device tells about itself for people to recognise it; nothing is decided by it.

import { z } from 'zod';

const shortText = z.string().max(256);

export const osFamily = z.enum(['linux', 'macos', 'windows']);
export type OsFamily = z.infer<typeof osFamily>;

/** One network interface with the gateway behind it (FortiClient EMS: ip_addr, mac_addr, gateway route). */
export const inventoryInterface = z.object({
  ip: shortText,
  mac: shortText,
  gatewayIp: shortText.nullable(),
  gatewayMac: shortText.nullable(),
});

export const inventory = z.object({
  hostname: shortText,
  os: osFamily,
  osVersion: shortText,
  agentVersion: shortText,
  /** OS users with a session now. */
  users: z.array(shortText).max(64),
  /** The maker's, as firmware tells it; null where it tells none, or something that many machines tell. */
  serialNumber: shortText.nullable().default(null),
  interfaces: z.array(inventoryInterface).max(64),
});
export type Inventory = z.infer<typeof inventory>;
