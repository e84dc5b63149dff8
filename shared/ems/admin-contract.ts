// Administrator ↔ EMS: every verb of `stile ems …`, on the local admin socket and over HTTPS on the console's port.

import { z } from 'zod';
import { authorityId } from '../identity/certificate-record.ts';
import { destinationId, deviceId, gatewayId, hostPort, ruleId, sha256Hex, siteName, tagName } from '../ids.ts';
import { webHost } from '../policy/web-host.ts';
import { authoredRule, rule } from '../posture/rule.ts';
import { authoredRuleSet, ruleSet } from '../posture/rule-set.ts';
import { command, defineContract } from '../wire/define-contract.ts';
import { administratorName, administratorRole, administratorSummary, apiToken, signInLink } from './administrators.ts';
import { deviceSettings } from './device-settings.ts';
import { endpointDetails, endpointSummary } from './endpoints.ts';
import { publishedDestination } from './gateway-routes.ts';
import { invitationVerbs } from './invitations.ts';
import { madeUninstallCode } from './uninstall-code.ts';
import { userSettings } from './user-settings.ts';

const nothing = z.strictObject({});
const isoTime = z.string();
const admin = { rights: 'admin' } as const;
const read = { rights: 'read' } as const;

export const gatewaySummary = z.strictObject({
  id: gatewayId,
  state: z.enum(['pending', 'approved', 'withdrawn']),
  keyFingerprint: z.string(),
  names: z.array(z.string()),
  sites: z.array(siteName),
  /** For which it may have web certificates. */
  webHosts: z.array(z.string()),
  addresses: z.array(hostPort),
  connected: z.boolean(),
  /** The revision this gateway has applied, beside the EMS's own. */
  appliedRevision: z.int().nullable(),
  destinations: z.int(),
});
export type GatewaySummary = z.infer<typeof gatewaySummary>;

export const webCaSummary = z.strictObject({
  id: authorityId,
  /** SHA-256 of its DER. */
  fingerprint: sha256Hex,
  subject: z.string(),
  domains: z.array(z.string()),
  notAfter: isoTime,
  certificate: z.string(),
});
export type WebCaSummary = z.infer<typeof webCaSummary>;

/** A CA that signs devices and users, or did. */
export const ztnaCaSummary = z.strictObject({
  id: authorityId,
  /** SHA-256 of its DER. */
  fingerprint: sha256Hex,
  subject: z.string(),
  notAfter: isoTime,
  state: z.enum(['signing', 'replaced', 'revoked']),
  /** Whether the process that answers can sign with it: each has files of its own. */
  keyIsHere: z.boolean(),
  /** Certificates of it that are in force. */
  inForce: z.int(),
  /** When a replaced one ends at the latest. */
  retireAt: isoTime.nullable(),
  revokedAt: isoTime.nullable(),
  /** PEM, with the CAs above it if it was brought with them. */
  certificate: z.string(),
});
export type ZtnaCaSummary = z.infer<typeof ztnaCaSummary>;

export const destinationSummary = publishedDestination.extend({
  id: destinationId,
  gateways: z.array(gatewayId),
  /** Tags whose devices see this destination; empty: nobody does. `*`: every device of the site. */
  visibleTo: z.array(z.string()),
  publish: z.boolean(),
});
export type DestinationSummary = z.infer<typeof destinationSummary>;

export const auditEntry = z.strictObject({
  at: isoTime,
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  outcome: z.enum(['allowed', 'refused']),
  detail: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const emsAdminContract = defineContract({
  name: 'ems-admin',
  version: 1,
  commands: {
    status: command(
      nothing,
      z.strictObject({
        emsId: z.string(),
        version: z.string(),
        epoch: z.string(),
        revision: z.int(),
        /** Which database holds all this. */
        database: z.string(),
        listeners: z.record(z.string(), z.string()),
        devices: z.int(),
        online: z.int(),
        gateways: z.int(),
        fabricCa: z.string(),
        ztnaCa: z.string(),
      }),
      read,
    ),
    endpoints: command(nothing, z.strictObject({ endpoints: z.array(endpointSummary) }), read),
    showEndpoint: command(z.strictObject({ uid: deviceId }), endpointDetails, read),
    /** Lets a known uid enroll once more without proof (a reinstalled machine). */
    releaseEndpoint: command(
      z.strictObject({ uid: deviceId, reason: z.string().max(200).default('') }),
      nothing,
      admin,
    ),
    /** Revokes a device: all its certificates, machine and user; sessions are cut at once. */
    revokeEndpoint: command(z.strictObject({ uid: deviceId, reason: z.string().max(200) }), nothing, admin),
    /** Makes the code with which users of a device may remove the agent from it; the one before is good no longer. */
    makeUninstallCode: command(
      z.strictObject({ uid: deviceId, expiresInMs: z.int().min(60_000).max(2_592_000_000) }),
      madeUninstallCode,
      admin,
    ),
    /** Revokes one certificate by its serial. */
    revokeCertificate: command(z.strictObject({ serial: z.string(), reason: z.string().max(200) }), nothing, admin),
    ...invitationVerbs,
    rules: command(
      nothing,
      z.strictObject({ rules: z.array(rule), ruleSets: z.array(ruleSet), revision: z.int() }),
      read,
    ),
    putRule: command(z.strictObject({ rule: authoredRule }), nothing, admin),
    removeRule: command(z.strictObject({ id: ruleId }), nothing, admin),
    putRuleSet: command(z.strictObject({ ruleSet: authoredRuleSet }), nothing, admin),
    removeRuleSet: command(z.strictObject({ id: z.int().min(1) }), nothing, admin),
    tags: command(
      nothing,
      z.strictObject({ tags: z.array(z.strictObject({ tag: tagName, devices: z.int(), message: z.string() })) }),
      read,
    ),
    destinations: command(nothing, z.strictObject({ destinations: z.array(destinationSummary) }), read),
    /** Chooses which tags see a published destination, by its name. Seeing is not access. */
    showDestinationTo: command(
      z.strictObject({ name: z.string().max(64), tags: z.array(z.string().max(64)).max(64), publish: z.boolean() }),
      nothing,
      admin,
    ),
    gateways: command(nothing, z.strictObject({ gateways: z.array(gatewaySummary) }), read),
    approveGateway: command(
      z.strictObject({
        id: gatewayId,
        names: z.array(z.string().min(1).max(253)).min(1).max(16),
        sites: z.array(siteName).min(1).max(64),
      }),
      nothing,
      admin,
    ),
    /** Replaces the hosts for which a gateway may have web certificates; those of hosts no longer among them are revoked. */
    approveWebHosts: command(z.strictObject({ id: gatewayId, hosts: z.array(webHost).max(256) }), nothing, admin),
    /** The web CA in force, if one was made. */
    webCa: command(nothing, z.strictObject({ webCa: webCaSummary.nullable() }), read),
    createWebCa: command(
      z.strictObject({ domains: z.array(z.string().max(253)).max(16), replace: z.boolean() }),
      z.strictObject({ webCa: webCaSummary }),
      admin,
    ),
    ...deviceSettings,
    ...userSettings,
    withdrawGateway: command(
      z.strictObject({ id: gatewayId, reason: z.string().max(200).default('') }),
      nothing,
      admin,
    ),
    administrators: command(nothing, z.strictObject({ administrators: z.array(administratorSummary) }), read),
    /** Makes an administrator, who signs in by the link that is answered. */
    createAdministrator: command(
      z.strictObject({ name: administratorName, role: administratorRole }),
      signInLink,
      admin,
    ),
    /** Makes a new link; one that was not used yet is good no longer. */
    linkAdministrator: command(z.strictObject({ name: administratorName }), signInLink, admin),
    /** Makes a token with which programs act as this administrator. */
    issueToken: command(z.strictObject({ name: administratorName, days: z.int().min(1).max(366) }), apiToken, admin),
    /** Removes an administrator: links, sessions and tokens end at once. */
    removeAdministrator: command(z.strictObject({ name: administratorName }), nothing, admin),
    ztnaCas: command(nothing, z.strictObject({ ztnaCas: z.array(ztnaCaSummary) }), read),
    /** Another ZTNA CA signs from now on: a new one, or one that is brought as PEM of key and certificates. */
    replaceZtnaCa: command(
      z.strictObject({
        authority: z.string().max(131_072).nullable(),
        retireAfterMs: z.int().min(0).max(31_536_000_000),
        /** The one before ends at once, as one whose key leaked. */
        now: z.boolean(),
        enrollAgain: z.boolean(),
      }),
      z.strictObject({ id: authorityId, before: authorityId, ended: z.int() }),
      admin,
    ),
    /** Ends a replaced one: its certificates are revoked, their sessions cut. */
    retireZtnaCa: command(
      z.strictObject({ id: authorityId, compromised: z.boolean(), enrollAgain: z.boolean() }),
      z.strictObject({ ended: z.int() }),
      admin,
    ),
    audit: command(
      z.strictObject({ limit: z.int().min(1).max(10_000) }),
      z.strictObject({ entries: z.array(auditEntry) }),
      read,
    ),
  },
  events: {},
});
export type EmsAdminContract = typeof emsAdminContract;
