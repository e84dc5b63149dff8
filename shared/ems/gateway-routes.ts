// Gateway ↔ EMS, port 8014: joining, trust, the tags of devices, published destinations.

import { z } from 'zod';
import { certificateRecord } from '../identity/certificate-record.ts';
import {
  deviceId,
  emsId,
  epoch,
  gatewayId,
  hostPort,
  needs,
  port,
  revision,
  serialHex,
  sha256Hex,
  siteName,
  tagName,
} from '../ids.ts';
import { webHost } from '../policy/web-host.ts';
import { issuedCertificate } from './agent-routes.ts';
import { defineRoutes } from './define-routes.ts';
import { verifiedUser } from './verified-user.ts';

const pem = z.string().max(16_384);

/** What to fetch: everything after `since` of this epoch; anything else gets a full answer. */
const sinceQuery = z.object({ epoch: z.string().max(64), since: z.coerce.number().int().min(0) });

/**
 * A gateway's view of one device (FortiOS: uid_tags). `validForMs` is what is left of the tag time-out since the last
 * report: silence bites while the EMS is away too. An unknown state is the strictest one.
 */
export const deviceView = z.object({
  uid: deviceId,
  site: siteName,
  state: z.enum(['active', 'revoked']).catch('revoked'),
  online: z.boolean(),
  validForMs: z.number().min(0),
  tags: z.array(tagName).max(1_000),
  certificates: z.array(certificateRecord).max(64),
  users: z.array(verifiedUser).max(64),
});
export type DeviceView = z.infer<typeof deviceView>;

/** What a gateway published of one destination; access is decided only by the gateway's own file. */
export const publishedDestination = z.object({
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  host: z.string().regex(/^[!-~]{1,253}$/),
  port,
  kind: z.enum(['tcp', 'http', 'web']),
  needs,
});
export type PublishedDestination = z.infer<typeof publishedDestination>;

export const gatewayRoutes = defineRoutes({
  ca: { method: 'GET', path: '/ca', takes: ['anonymous', 'gateway'], reply: 'pem' },

  /** Idempotent for (code, public key): asked again until an administrator has approved or refused. */
  join: {
    method: 'POST',
    path: '/api/v1/join',
    takes: ['anonymous', 'gateway'],
    body: z.object({ code: z.string().min(1).max(64), csr: pem, version: z.string().max(64) }),
    reply: z.discriminatedUnion('state', [
      z.object({ state: z.literal('pending'), gatewayId, keyFingerprint: sha256Hex }),
      issuedCertificate.extend({ state: z.literal('approved'), gatewayId, emsId }),
    ]),
  },

  renew: {
    method: 'POST',
    path: '/api/v1/gateway/renew',
    takes: ['gateway'],
    body: z.object({ csr: pem }),
    reply: issuedCertificate,
  },

  /** Whom to trust for which sites: the ZTNA CAs in force, the names and sites the administrator approved. */
  trust: {
    method: 'GET',
    path: '/api/v1/gateway/trust',
    takes: ['gateway'],
    reply: z.object({
      emsId,
      sites: z.array(siteName),
      names: z.array(z.string().max(253)),
      ztnaCas: z.array(pem).min(1).max(8),
      /** Of what they signed it is said that the CA was revoked; of anything else unknown, that it is not ours. */
      revokedZtnaCas: z.array(pem).max(8).default([]),
      /** Addresses of the EMS itself, which the gateway never dials for anybody. */
      emsAddresses: z.array(z.string().max(253)).max(64),
      /** For which an administrator let this gateway ask web certificates. */
      webHosts: z.array(webHost).max(256).default([]),
      /** The web CA in force: a web certificate that another one signed is to be replaced. */
      webCa: pem.nullable().default(null),
      /** Serials of web certificates of this gateway that were revoked and have not run out: also to be replaced. */
      revokedWebCertificates: z.array(serialHex).max(1_024).default([]),
      revision,
    }),
  },

  /**
   * A server certificate of the web CA, for hosts among `webHosts` (or one label below an approved `*.`). Idempotent for
   * the same key and hosts; a renewal needs a new key. `chain`: what a server sends after the certificate.
   */
  webCertificate: {
    method: 'POST',
    path: '/api/v1/gateway/web-certificate',
    takes: ['gateway'],
    body: z.object({ csr: pem, hosts: z.array(webHost).min(1).max(64) }),
    reply: issuedCertificate.extend({ chain: pem }),
  },

  uidTags: {
    method: 'GET',
    path: '/api/v1/report/fct/uid_tags',
    takes: ['gateway'],
    query: sinceQuery,
    reply: z.object({
      epoch,
      revision,
      full: z.boolean(),
      items: z.array(deviceView),
      removed: z.array(deviceId),
    }),
  },

  /** Replaces what this gateway publishes. */
  destinations: {
    method: 'PUT',
    path: '/api/v1/gateway/destinations',
    takes: ['gateway'],
    body: z.object({
      addresses: z.array(hostPort).min(1).max(16),
      destinations: z.array(publishedDestination).max(2_000),
    }),
    largestBody: 1024 * 1024,
    reply: z.object({ revision }),
  },
});

/** The WebSocket's path on the same port; takes gateway certificates only. */
export const gatewayEventsPath = '/api/v1/gateway/events';
