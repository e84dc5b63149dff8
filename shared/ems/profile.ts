// The one document that the EMS hands an agent: rules, gateways, destinations, timers.

import { z } from 'zod';
import { signInProvider } from '../agent/sign-in.ts';
import { authorityId } from '../identity/certificate-record.ts';
import { destinationId, epoch, gatewayId, hostPort, needs, port, revision, siteName } from '../ids.ts';
import { rule } from '../posture/rule.ts';
import { ruleSet } from '../posture/rule-set.ts';
import { profileOnFabric } from './on-fabric.ts';
import { defaultShellPolicy, shellPolicy } from './shell-policy.ts';
import { uninstallCodeOfProfile } from './uninstall-code.ts';

/** The timers that rule an agent; all in milliseconds. */
export const timers = z.object({
  keepaliveMs: z.int().min(1_000).max(3_600_000),
  poolIdleMs: z.int().min(1_000).max(600_000),
});

/** A gateway that the EMS approved. The agent connects only if chain, DNS name and gateway id are these. */
export const profileGateway = z.object({
  id: gatewayId,
  addresses: z.array(hostPort).min(1).max(16),
  serverName: z.string().min(1).max(253),
});
export type ProfileGateway = z.infer<typeof profileGateway>;

/**
 * A protected service that this device may see. Seeing is not access: only the gateway's file decides that.
 * `publish: false`: DNS already leads to the gateway, no hosts entry is made.
 */
export const profileDestination = z.object({
  id: destinationId,
  name: z.string().min(1).max(64),
  host: z.string().min(1).max(253),
  port,
  kind: z.enum(['tcp', 'http', 'web']).catch('tcp'),
  gateways: z.array(gatewayId).min(1).max(16),
  publish: z.boolean(),
  needs,
});
export type ProfileDestination = z.infer<typeof profileDestination>;

/** Read tolerantly: what a later EMS adds is nothing to this release. */
const profileShellPolicy = z.object({
  mayQuit: z.boolean().default(defaultShellPolicy.mayQuit),
  personalDestinations: z.boolean().default(defaultShellPolicy.personalDestinations),
  /** A way that this release does not know is the strictest one. */
  disconnect: shellPolicy.shape.disconnect.catch('not-allowed').default(defaultShellPolicy.disconnect),
});

export const profile = z.object({
  epoch,
  revision,
  site: siteName,
  timers,
  domains: z.array(z.string().max(253)).max(64),
  rules: z.array(rule).max(5_000),
  ruleSets: z.array(ruleSet).max(1_000),
  /** Tag → the administrator's sentence for users who lack it (FortiClient EMS: User Notification Message). */
  messages: z.record(z.string(), z.string().max(1_000)),
  gateways: z.array(profileGateway).max(64),
  destinations: z.array(profileDestination).max(2_000),
  /** The web CA that browsers of this device are to trust; null unless all it may sign for lies inside `domains`. */
  webCa: z.string().max(16_384).nullable().default(null),
  /** Common names of the CAs whose user certificates are taken, the one that signs now first: by them a browser chooses which one to offer. */
  clientIssuers: z.array(z.string().max(256)).max(16).default([]),
  /** The CA that signs devices and users now: what another one signed is to be renewed. */
  ztnaCa: authorityId.nullable().default(null),
  /** Another CA signs than the one that signed this device: it renews at a moment of its own choice within this time. */
  renewWithinMs: z.number().min(0).max(86_400_000).nullable().default(null),
  shellPolicy: profileShellPolicy.default(defaultShellPolicy),
  onFabric: profileOnFabric,
  /** The ways to sign in; empty: the EMS verifies nobody. */
  signInProviders: z.array(signInProvider.strip()).max(16).default([]),
  /** By what the device knows the code with which its users may remove the agent; null: there is none. */
  uninstallCode: uninstallCodeOfProfile.nullable().default(null),
});
export type Profile = z.infer<typeof profile>;
