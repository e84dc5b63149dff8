// Agent ↔ EMS, port 8013: enrolment, renewal, profile, reports.

import { z } from 'zod';
import { deviceId, emsId, serialHex, siteName } from '../ids.ts';
import { defineRoutes } from './define-routes.ts';
import { inventory } from './inventory.ts';
import { profile } from './profile.ts';
import { report, reportReply } from './report.ts';

const pem = z.string().max(16_384);

/** No certificate of ours lives longer; a number beyond it would be no date. Ten years, in milliseconds. */
const longestLifeMs = 315_360_000_000;

/**
 * Proves that a known uid asks again: a signature (base64, ECDSA P-256 with SHA-256 over DER) by the device's last
 * machine key over the bytes `stile-enroll-proof-v1\n<uid>\n<SHA-256 of the CSR's DER in hex>`.
 */
export const uidProof = z.object({ signature: z.string().max(1_024) });

/** What an issued machine certificate comes with. Durations, not dates, decide when to renew. */
export const issuedCertificate = z.object({
  certificate: pem,
  serial: serialHex,
  /** Milliseconds from now until the certificate's end, and until its renewal is due (two thirds of its life, jittered). */
  validForMs: z.number().min(0).max(longestLifeMs),
  renewAfterMs: z.number().min(0).max(longestLifeMs),
});
export type IssuedCertificate = z.infer<typeof issuedCertificate>;

export const agentRoutes = defineRoutes({
  /** The fabric CA, for the first of enrolment's two connections; the caller compares its SHA-256 with the invitation. */
  ca: { method: 'GET', path: '/ca', takes: ['anonymous', 'machine', 'expired-machine'], reply: 'pem' },

  /** Idempotent for (code, public key) until the invitation expires: the same key gets the same certificate. */
  enroll: {
    method: 'POST',
    path: '/api/v1/enroll',
    takes: ['anonymous', 'machine', 'expired-machine'],
    body: z.object({
      code: z.string().min(1).max(64),
      csr: pem,
      uid: deviceId,
      proof: uidProof.optional(),
      inventory,
    }),
    reply: issuedCertificate.extend({ uid: deviceId, emsId, site: siteName }),
  },

  /** A new certificate for a new key; the old one retires once the new one is seen in use. */
  renew: {
    method: 'POST',
    path: '/api/v1/renew',
    takes: ['machine', 'expired-machine'],
    body: z.object({ csr: pem }),
    reply: issuedCertificate,
  },

  profile: { method: 'GET', path: '/api/v1/agent/profile', takes: ['machine'], versioned: true, reply: profile },

  report: {
    method: 'POST',
    path: '/api/v1/agent/report',
    takes: ['machine'],
    body: report,
    largestBody: 1024 * 1024,
    reply: reportReply,
  },

  /** The device leaves: its certificates are revoked and its tags removed at once. */
  unenroll: {
    method: 'POST',
    path: '/api/v1/agent/unenroll',
    takes: ['machine'],
    body: z.object({}),
    reply: z.object({ uid: deviceId }),
  },
});

/** The WebSocket's path on the same port; takes machine certificates only. */
export const agentEventsPath = '/api/v1/agent/events';
