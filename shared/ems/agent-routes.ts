// Agent ↔ EMS, port 8013: enrolment, certificates of the device and its users, profile, reports.

import { z } from 'zod';
import { signInProvider } from '../agent/sign-in.ts';
import { certificateRecord } from '../identity/certificate-record.ts';
import { osUserName } from '../identity/os-user.ts';
import { deviceId, emsId, serialHex, siteName } from '../ids.ts';
import { defineRoutes } from './define-routes.ts';
import { inventory } from './inventory.ts';
import { profile } from './profile.ts';
import { report, reportReply } from './report.ts';
import { told } from './told.ts';
import { verifiedUser } from './verified-user.ts';

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

/** Where the browser comes back to: the device itself, by address, so that no name decides (RFC 8252 §7.3, §8.3). */
export const loopbackUri = z.string().regex(/^http:\/\/127\.0\.0\.1:[0-9]{1,5}\/stile\/sign-in$/);

/** A user proved to the EMS, as the device hears of it. */
export const verifiedUserOfDevice = verifiedUser.extend({ provider: signInProvider.shape.id });
export type VerifiedUserOfDevice = z.infer<typeof verifiedUserOfDevice>;

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

  /**
   * The machine certificate in force for a key of a device, for one that has nothing left but the key. `signature`: base64, by
   * that key over the bytes `stile-certificate-proof-v1\n<uid>`.
   */
  certificateOfKey: {
    method: 'POST',
    path: '/api/v1/certificate',
    takes: ['anonymous', 'machine', 'expired-machine'],
    body: z.object({ uid: deviceId, signature: z.string().max(1_024) }),
    reply: issuedCertificate,
  },

  /** A new certificate for a new key; the old one retires once the new one is seen in use. */
  renew: {
    method: 'POST',
    path: '/api/v1/renew',
    takes: ['machine', 'expired-machine', 'orphaned-machine'],
    body: z.object({ csr: pem }),
    reply: issuedCertificate,
  },

  /**
   * A certificate for a user of the device, for a key (P-256, or RSA of 2048 to 4096 bits) that a process of the user
   * made. Idempotent for the same key until a newer certificate of this user was issued; after that, a new key.
   */
  userCertificate: {
    method: 'POST',
    path: '/api/v1/agent/user-certificate',
    takes: ['machine'],
    body: z.object({ csr: pem, osUser: osUserName }),
    /** `issuer`: the CA that signed it. */
    reply: issuedCertificate.extend({ issuer: pem }),
  },

  /**
   * The user's store holds this certificate: the ones before it retire ten minutes later. Without this word, since the
   * EMS never sees a user certificate used, they retire a day after the newer one was issued.
   */
  userCertificateInstalled: {
    method: 'POST',
    path: '/api/v1/agent/user-certificate/installed',
    takes: ['machine'],
    body: z.object({ osUser: osUserName, serial: serialHex }),
    reply: z.object({}),
  },

  /** Revokes every certificate of one user of the device; also if there is none (any more). */
  endUserCertificate: {
    method: 'POST',
    path: '/api/v1/agent/user-certificate/end',
    takes: ['machine'],
    body: z.object({ osUser: osUserName }),
    reply: z.object({ revoked: z.int().min(0) }),
  },

  /** The EMS's records of this device's certificates, as gateways get them. */
  certificates: {
    method: 'GET',
    path: '/api/v1/agent/certificates',
    takes: ['machine'],
    reply: z.object({ certificates: z.array(certificateRecord).max(64) }),
  },

  /**
   * Begins a sign-in of a user of the device (RFC 7636, RFC 8252): the answer is the address for the user's browser, which comes
   * back to `redirectUri` on the device itself with `code` and the same `state`. The verifier stays on the device until the end.
   */
  beginSignIn: {
    method: 'POST',
    path: '/api/v1/agent/sign-in',
    takes: ['machine'],
    body: z.object({
      osUser: osUserName,
      provider: signInProvider.shape.id,
      codeChallenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
      state: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
      redirectUri: loopbackUri,
    }),
    reply: z.object({ signIn: z.string().max(64), url: z.url().max(8_192), validForMs: z.number().min(0) }),
  },

  /** Redeems what the browser brought back; `issuer` as in RFC 9207, where the provider sent it. Once: a second try is refused. */
  finishSignIn: {
    method: 'POST',
    path: '/api/v1/agent/sign-in/finish',
    takes: ['machine'],
    body: z.object({
      signIn: z.string().max(64),
      code: z.string().min(1).max(4_096),
      verifier: z.string().regex(/^[A-Za-z0-9_-]{43,128}$/),
      issuer: z.string().max(2_048).optional(),
    }),
    reply: z.object({ user: verifiedUserOfDevice }),
  },

  /** Ends what a user of the device has proved; also if there is nothing (any more). */
  signOut: {
    method: 'POST',
    path: '/api/v1/agent/sign-out',
    takes: ['machine'],
    body: z.object({ osUser: osUserName }),
    reply: z.object({}),
  },

  /** The verified users of this device, as gateways hear of them; asked after each connect and each `users` event. */
  verifiedUsers: {
    method: 'GET',
    path: '/api/v1/agent/users',
    takes: ['machine'],
    reply: z.object({ users: z.array(verifiedUserOfDevice).max(64) }),
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

  /** What its users did to the agent. */
  told: { method: 'POST', path: '/api/v1/agent/told', takes: ['machine'], body: told, reply: z.object({}) },

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
