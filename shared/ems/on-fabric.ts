// Which networks are the organisation's own (FortiOS: on-fabric), and how a device can tell that it is really in one.

import { z } from 'zod';
import { hostPort, sha256Hex } from '../ids.ts';
import { parseIpRange } from '../posture/ip-range.ts';

/** A TLS server inside, known by the SHA-256 of its public key (SPKI, DER): home and office often use the same addresses. */
const probe = z.strictObject({ at: hostPort, key: sha256Hex });
export type FabricProbe = z.infer<typeof probe>;

/** A device is inside if it has an address in one of the networks, where there are any, and the probe proves its key, where there is one. */
export const onFabric = z.strictObject({
  networks: z
    .array(
      z
        .string()
        .max(256)
        .refine((text) => parseIpRange(text) !== null, { error: 'neither an address, nor a network, nor from-to' }),
    )
    .max(64),
  probe: probe.nullable(),
});
export type OnFabric = z.infer<typeof onFabric>;

/** Nobody can tell. */
export const noOnFabric: OnFabric = { networks: [], probe: null };

/** As devices read it: whatever a later EMS asks that this release does not understand, it cannot tell. */
export const profileOnFabric = onFabric.catch(noOnFabric).default(noOnFabric);
