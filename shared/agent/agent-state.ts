// The daemon's whole state as one value: what shell, CLI and tests see of it.

import { z } from 'zod';
import { profileDestination, profileGateway } from '../ems/profile.ts';
import { shellPolicy } from '../ems/shell-policy.ts';
import { deviceId, emsId, hostPort, requestId, revision, serialHex, sha256Hex, siteName, tagName } from '../ids.ts';
import { fact, unknownReason } from '../posture/fact.ts';
import { factName } from '../posture/fact-name.ts';
import { verdict } from '../posture/verdict.ts';
import { denial } from '../tunnel/denial.ts';
import { disconnection } from './disconnection.ts';
import { failure } from './failure.ts';
import { machineKey } from './machine-key.ts';
import { managedState } from './managed-state.ts';
import { signInProvider, userSignIn } from './sign-in.ts';
import { updateState } from './update-state.ts';
import { userCertificateState } from './user-certificate.ts';
import { webState } from './web-state.ts';

const isoTime = z.string().max(40);

/**
 *   none ──enroll──▶ enrolling ──issued──▶ enrolled ──unenroll / 4403──▶ none | withdrawn
 *                        └──refused──▶ none (with lastFailure)
 */
export const enrollmentState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), lastFailure: failure.nullable() }),
  z.strictObject({
    kind: z.literal('enrolling'),
    ems: hostPort,
    /** Null where a person asked. Else the organisation has laid an invitation, and nobody need do anything: why the last try failed, when the next comes. */
    silent: z.strictObject({ lastFailure: failure.nullable(), retryAt: isoTime.nullable() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('enrolled'),
    ems: hostPort,
    emsId,
    site: siteName,
    uid: deviceId,
    serial: serialHex,
    fabricCa: sha256Hex,
    domains: z.array(z.string().max(253)),
    enrolledBy: z.string().max(256),
    since: isoTime,
    certificateEnds: isoTime,
    machineKey,
  }),
  z.strictObject({ kind: z.literal('withdrawn'), ems: hostPort, uid: deviceId, at: isoTime, failure }),
]);
export type EnrollmentState = z.infer<typeof enrollmentState>;

/** off ─▶ connecting ─▶ connected ─▶ waiting ─▶ connecting …; `connected` only after a round trip. */
export const emsLinkState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({ kind: z.literal('connecting'), attempt: z.int() }),
  z.strictObject({ kind: z.literal('connected'), since: isoTime, lastReport: isoTime.nullable() }),
  z.strictObject({ kind: z.literal('waiting'), failure, retryAt: isoTime }),
]);
export type EmsLinkState = z.infer<typeof emsLinkState>;

export const postureState = z.strictObject({
  rulesRevision: revision,
  /** When the facts were put together; their ages are as of then. Null before the first look. */
  observedAt: isoTime.nullable(),
  facts: z.array(fact),
  verdicts: z.array(verdict),
  /** Rule id → the administrator's title and remedy, for people. */
  rules: z.array(z.strictObject({ id: z.int(), title: z.string().max(200), remedy: z.string().max(1_000) })),
});
export type PostureState = z.infer<typeof postureState>;

/** How one destination stands on this machine. */
export const nameState = z.discriminatedUnion('kind', [
  /** Our listener is up and the name leads to it. `hosts: false`: without administrator rights, no hosts entry. */
  z.strictObject({ kind: z.literal('published'), address: z.string().max(45), port: z.int(), hosts: z.boolean() }),
  /** Not ours to publish: outside `domains`, a reserved name, or the host and port of another destination. Shown, hosts untouched. */
  z.strictObject({
    kind: z.literal('refused'),
    why: z.enum(['outside-domains', 'reserved', 'not-a-name', 'needs-newer-agent', 'taken-by-another-destination']),
  }),
  /** The user maps this name already; left alone. */
  z.strictObject({ kind: z.literal('conflict'), line: z.string().max(300) }),
  /** Our address and port are taken by another program. */
  z.strictObject({ kind: z.literal('address-taken'), address: z.string().max(45), port: z.int() }),
  z.strictObject({ kind: z.literal('failed'), failure }),
]);
export type NameState = z.infer<typeof nameState>;

export const destinationState = z.strictObject({
  destination: profileDestination.strict(),
  state: nameState,
  /** The user of this device added it, where the organisation allows that. */
  isPersonal: z.boolean(),
});
export type DestinationState = z.infer<typeof destinationState>;

export const gatewayState = z.strictObject({
  gateway: profileGateway.strict(),
  link: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('idle') }),
    z.strictObject({ kind: z.literal('ready'), warm: z.int() }),
    z.strictObject({ kind: z.literal('failing'), failure, retryAt: isoTime }),
  ]),
});
export type GatewayState = z.infer<typeof gatewayState>;

/** A local connection carried now. Told to administrators, and to the user whose connection it is. */
export const carriedSession = z.strictObject({
  id: z.string().max(64),
  /** The gateway's, once it has accepted: the same as in its log. */
  requestId: requestId.nullable(),
  destination: z.string().max(300),
  osUser: z.string().max(256),
  /** Of the same user, as the kernel named the owner of the connection. */
  uid: z.int(),
  since: isoTime,
});
export type CarriedSession = z.infer<typeof carriedSession>;

/** A refusal or a cut, newest first; what `stile why` explains. */
export const denialRecord = z.strictObject({
  at: isoTime,
  kind: z.enum(['refused', 'cut']),
  denial: denial.strict(),
});
export type DenialRecord = z.infer<typeof denialRecord>;

/** One rule on the way to a tag: its title, the fact it looks at, what it came to. Never the rule's values. */
export const tagRule = z.strictObject({
  rule: z.int(),
  title: z.string().max(200),
  fact: factName.nullable(),
  verdict: z.enum(['satisfied', 'unsatisfied', 'unknown']),
  reason: unknownReason.nullable(),
  remedy: z.string().max(1_000),
});
export type TagRule = z.infer<typeof tagRule>;

/** Why the device has a tag, or has it not. `given`: the EMS gives it for another reason than rules of this device. */
export const tagReason = z.strictObject({
  tag: tagName,
  isHeld: z.boolean(),
  basis: z.enum(['rules', 'given']),
  /** Of a held tag the rules that carry it; of a missing one those in the way. */
  rules: z.array(tagRule).max(1_000),
  /** The administrator's sentence for who lacks it. */
  message: z.string().max(1_000).nullable(),
});
export type TagReason = z.infer<typeof tagReason>;

/** `portal`: the network asks for a sign-in of its own before it lets anything through; where, if it said so. */
export const networkState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknown') }),
  z.strictObject({ kind: z.literal('online') }),
  z.strictObject({ kind: z.literal('offline') }),
  z.strictObject({
    kind: z.literal('portal'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .nullable(),
  }),
]);
export type NetworkState = z.infer<typeof networkState>;

/** Whether the device is inside a network of the organisation (FortiOS: on-fabric); `unknown` is never taken for on. */
export const fabricStatus = z.enum(['on', 'off', 'unknown']);
export type FabricStatus = z.infer<typeof fabricStatus>;

/** A standing condition worth a person's attention; the codes are in shared/agent/health.ts. */
export const warning = z.strictObject({
  code: z.string().max(64),
  severity: z.enum(['low', 'medium', 'high']),
  text: z.string().max(1_000),
});
export type Warning = z.infer<typeof warning>;

export const agentState = z.strictObject({
  revision,
  agentVersion: z.string().max(64),
  enrollment: enrollmentState,
  ems: emsLinkState,
  posture: postureState,
  tags: z.array(tagName),
  /** Every tag that is held or that rules could give, by name. */
  tagReasons: z.array(tagReason).max(2_000),
  /** Tag → the administrator's sentence for those who lack it. */
  messages: z.record(z.string(), z.string()),
  destinations: z.array(destinationState),
  gateways: z.array(gatewayState),
  sessions: z.array(carriedSession),
  denials: z.array(denialRecord),
  /** `host:port` → when a gateway last let a connection through; to the nearest ten seconds, unless a refusal lies between. */
  reached: z.record(z.string(), isoTime),
  warnings: z.array(warning),
  network: networkState,
  fabric: fabricStatus,
  /** What the organisation lets users of the shell do. */
  shellPolicy,
  web: webState,
  userCertificates: z.array(userCertificateState),
  /** The ways to sign in that the EMS offers; empty: it verifies nobody. */
  signInProviders: z.array(signInProvider).max(16),
  signIns: z.array(userSignIn).max(64),
  /** Null while connected. */
  disconnected: disconnection.nullable(),
  managed: managedState,
  update: updateState,
});
export type AgentState = z.infer<typeof agentState>;
