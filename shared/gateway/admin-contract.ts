// Administrator ↔ gateway on its local admin socket: the diagnostics of `stile gateway …`.

import { z } from 'zod';
import { deviceView } from '../ems/gateway-routes.ts';
import { deviceId, sessionId } from '../ids.ts';
import { command, defineContract } from '../wire/define-contract.ts';

const nothing = z.strictObject({});
const read = { rights: 'admin' } as const;

/** What carries a session at the gateway; each is a column of the kill table, see docs/security.md. */
export const carriers = [
  'tunnel',
  'tcp-forwarding',
  'connect',
  'web-request',
  'web-upload',
  'web-events',
  'web-socket',
  'web-stream',
] as const;
export type Carrier = (typeof carriers)[number];

/** One live session (FortiOS: `diagnose wad user list`). */
export const sessionSummary = z.strictObject({
  id: sessionId,
  /** Null: a visitor of a web host without a certificate. */
  uid: deviceId.nullable(),
  /** Of the certificate by which it is judged now. */
  serial: z.string().nullable(),
  carrier: z.enum(carriers),
  destination: z.string(),
  address: z.string().nullable(),
  policy: z.string(),
  reportedUser: z.string().nullable(),
  source: z.string(),
  ageMs: z.number(),
  /** Null: for as long as the file allows it. */
  validForMs: z.number().nullable(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;

export const gatewayAdminContract = defineContract({
  name: 'gateway-admin',
  version: 1,
  commands: {
    status: command(
      nothing,
      z.strictObject({
        gatewayId: z.string(),
        version: z.string(),
        listen: z.string(),
        ems: z.string(),
        emsConnected: z.boolean(),
        /** What is wrong between here and the EMS, as sentences: why there is no connection, a clock that is off. */
        emsTrouble: z.array(z.string()),
        epoch: z.string().nullable(),
        appliedRevision: z.int().nullable(),
        /** Age of the view by the gateway's own clock; null before the first fetch. Milliseconds. */
        viewAgeMs: z.number().nullable(),
        viewFresh: z.boolean(),
        sessions: z.int(),
        configuration: z.string(),
      }),
      read,
    ),
    sessions: command(nothing, z.strictObject({ sessions: z.array(sessionSummary) }), read),
    /** What this gateway knows of devices (FortiOS: `diagnose endpoint ec-shm list`). */
    endpoints: command(nothing, z.strictObject({ endpoints: z.array(deviceView) }), read),
    policies: command(
      nothing,
      z.strictObject({
        policies: z.array(
          z.strictObject({
            name: z.string(),
            action: z.enum(['accept', 'deny']),
            tags: z.array(z.string()),
            match: z.enum(['any', 'all']),
            destinations: z.array(z.string()),
            proxies: z.array(z.string()),
            hits: z.int(),
          }),
        ),
      }),
      read,
    ),
    /** Ends sessions of one device (Teleport: lock); new ones are decided anew. */
    cut: command(z.strictObject({ uid: deviceId }), z.strictObject({ cut: z.int() }), read),
    reload: command(nothing, z.strictObject({ outcome: z.string() }), read),
  },
  events: {},
});
export type GatewayAdminContract = typeof gatewayAdminContract;
