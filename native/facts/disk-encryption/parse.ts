// Reads what `lsblk -J -o NAME,TYPE,FSTYPE,MOUNTPOINTS` prints: block devices, and what lies on top of each.

import { z } from 'zod';

/** A block device; `on` are the devices made from it. A device made from several stands under each of them. */
export interface BlockDevice {
  readonly name: string;
  readonly type: string;
  readonly fstype: string | null;
  /** Where it is mounted; swap has `[SWAP]`. */
  readonly mountpoints: readonly string[];
  readonly on: readonly BlockDevice[];
}

/** Deeper than any stack of RAID, LVM and encryption; bounds the parser. */
const maxDepth = 12;

/** Null if this is no answer of lsblk. */
export function parseLsblk(stdout: string): BlockDevice[] | null {
  const parsed = z.object({ blockdevices: z.array(deviceSchema(maxDepth)).max(4_096) }).safeParse(parseJson(stdout));
  return parsed.success ? parsed.data.blockdevices : null;
}

function deviceSchema(depth: number): z.ZodType<BlockDevice> {
  return z
    .object({
      name: z.string(),
      type: z.string(),
      fstype: z.string().nullable(),
      mountpoints: z.array(z.string().nullable()),
      children: depth > 1 ? z.array(deviceSchema(depth - 1)).optional() : z.undefined(),
    })
    .transform(({ name, type, fstype, mountpoints, children }) => ({
      name,
      type,
      fstype,
      mountpoints: mountpoints.filter((mountpoint) => mountpoint !== null),
      on: children ?? [],
    }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
