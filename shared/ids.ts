// The identifiers that programs exchange, each its own type, so that one cannot be passed for another.

import { z } from 'zod';

/** A device's uid (FortiClient UID): 32 upper-case hex digits, made at first enrolment; also the CN of its certificates. */
export const deviceId = z
  .string()
  .regex(/^[0-9A-F]{32}$/)
  .brand('DeviceId');
export type DeviceId = z.infer<typeof deviceId>;

const token = '[A-Z2-7]{26}';

/** An EMS instance: `ems_` and 128 random bits in base32. Stands in every certificate's name. */
export const emsId = z
  .string()
  .regex(new RegExp(`^ems_${token}$`))
  .brand('EmsId');
export type EmsId = z.infer<typeof emsId>;

/** A gateway, named by the EMS when it joins. */
export const gatewayId = z
  .string()
  .regex(new RegExp(`^gw_${token}$`))
  .brand('GatewayId');
export type GatewayId = z.infer<typeof gatewayId>;

/** A destination that a gateway published. */
export const destinationId = z
  .string()
  .regex(new RegExp(`^dst_${token}$`))
  .brand('DestinationId');
export type DestinationId = z.infer<typeof destinationId>;

/** One carried connection at a gateway. */
export const sessionId = z
  .string()
  .regex(new RegExp(`^ses_${token}$`))
  .brand('SessionId');
export type SessionId = z.infer<typeof sessionId>;

/** One request to a gateway: sent with every answer as `X-Stile-Request-Id`, logged, shown to the user. */
export const requestId = z
  .string()
  .regex(new RegExp(`^req_${token}$`))
  .brand('RequestId');
export type RequestId = z.infer<typeof requestId>;

/** A posture rule, numbered by the administrator (FortiOS: rule id, at least 1). */
export const ruleId = z.int().min(1).max(2_147_483_647).brand('RuleId');
export type RuleId = z.infer<typeof ruleId>;

const plainName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);

/** A security posture tag's name. */
export const tagName = plainName.brand('TagName');
export type TagName = z.infer<typeof tagName>;

/** A site (FortiClient EMS: site, tenant). */
export const siteName = plainName.brand('SiteName');
export type SiteName = z.infer<typeof siteName>;

/** An EMS database's life: changes at restore or with a new database. */
export const epoch = z
  .string()
  .regex(new RegExp(`^ep_${token}$`))
  .brand('Epoch');
export type Epoch = z.infer<typeof epoch>;

/** The number of the latest change the EMS made; rises by one with each. */
export const revision = z.int().min(0);

/** SHA-256 as 64 lower-case hex digits. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** A certificate's serial number: 40 upper-case hex digits (20 bytes), as people see and compare it. */
export const serialHex = z.string().regex(/^[0-9A-F]{40}$/);

/** `host:port`; an IPv6 host stands in brackets. */
export const hostPort = z
  .string()
  .max(261)
  .regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+):([1-9][0-9]{0,4})$/)
  .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, { error: 'there is no such port' });

/** A TCP port. */
export const port = z.int().min(1).max(65_535);

/** A feature a reader must know to understand what restricts; a reader that lacks one denies. */
export const needs = z.array(z.string().regex(/^[a-z0-9-]{1,64}$/)).max(32);
