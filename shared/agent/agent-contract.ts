// Shell and CLI ↔ daemon: the commands, and the one event `state`, a whole snapshot each time.

import { z } from 'zod';
import { destinationId, hostPort, sha256Hex, siteName } from '../ids.ts';
import { command, defineContract } from '../wire/define-contract.ts';
import { activityPage, traffic } from './activity.ts';
import { agentState } from './agent-state.ts';
import { diagnostics } from './diagnostics.ts';
import { disconnectReason } from './disconnection.ts';
import { wantedPersonalDestination } from './personal-destination.ts';
import { signInProvider } from './sign-in.ts';
import { issuedToUser, storeReport } from './user-certificate.ts';
import { explanation } from './why.ts';

const nothing = z.strictObject({});
const invitationText = z.string().min(1).max(8_192);

/** What a person must see before consenting to an enrolment. */
export const invitationSummary = z.strictObject({
  ems: hostPort,
  site: siteName,
  fabricCa: sha256Hex,
  domains: z.array(z.string()),
  /** Whether whoever asked may enroll this device with it: an administrator, or a user of it where the EMS is one of `allowedEms`. */
  mayEnroll: z.boolean(),
});
export type InvitationSummary = z.infer<typeof invitationSummary>;

/** One finding of `stile doctor`. */
export const finding = z.strictObject({
  check: z.string(),
  outcome: z.enum(['ok', 'warning', 'problem', 'unknown']),
  detail: z.string(),
  next: z.string(),
  /** Where agent, EMS and gateway hold different certificates of this device: who of them is behind. */
  stale: z.enum(['agent', 'EMS', 'gateway']).optional(),
});
export type Finding = z.infer<typeof finding>;

export const agentContract = defineContract({
  name: 'agent',
  version: 5,
  commands: {
    /** Reads an invitation without using it. */
    inspectInvitation: command(z.strictObject({ invitation: invitationText }), invitationSummary, { rights: 'read' }),
    /**
     * Answered when the enrolment is complete or refused; `consent` repeats the fingerprint that was shown. Of users only where
     * `mayEnroll` says so.
     */
    enroll: command(
      z.strictObject({ invitation: invitationText, consent: z.strictObject({ fabricCa: sha256Hex }) }),
      z.strictObject({ uid: z.string(), serial: z.string() }),
      { rights: 'user' },
    ),
    unenroll: command(nothing, z.strictObject({ told: z.boolean() }), { rights: 'admin' }),
    /** Looks at every fact again, now. */
    recheck: command(nothing, nothing, { rights: 'user' }),
    /** A certificate for the caller's own OS user, whom the kernel names; for nobody whose connections would not be carried. */
    userCertificate: command(z.strictObject({ csr: z.string().min(1).max(16_384) }), issuedToUser, { rights: 'user' }),
    /** What the caller's own certificate store holds. */
    tellStore: command(storeReport, nothing, { rights: 'user' }),
    why: command(z.strictObject({ destination: z.string().min(1).max(300) }), explanation, { rights: 'read' }),
    doctor: command(nothing, z.strictObject({ findings: z.array(finding) }), { rights: 'user' }),
    /** Connections that were carried, refused or cut: the caller's own; an administrator gets everybody's. */
    activity: command(z.strictObject({ after: z.int().min(0) }), activityPage, { rights: 'user' }),
    /** The same of the bytes of the last minutes. */
    traffic: command(nothing, traffic, { rights: 'user' }),
    /** Everything for support, redacted. What the caller may not see is left out, and said. */
    diagnostics: command(nothing, diagnostics, { rights: 'user' }),
    /** Where the organisation allows it: a service behind one of its gateways that is not on its list. */
    addPersonalDestination: command(wantedPersonalDestination, z.strictObject({ id: destinationId }), {
      rights: 'user',
    }),
    removePersonalDestination: command(z.strictObject({ id: destinationId }), nothing, { rights: 'user' }),
    /**
     * Begins a sign-in of the caller's own OS user. `url` is opened in the system's browser by whoever asked; the daemon waits
     * for the browser to come back, and tells the end in `state.signIns`.
     */
    signIn: command(
      z.strictObject({ provider: signInProvider.shape.id }),
      z.strictObject({ url: z.url().max(8_192) }),
      {
        rights: 'user',
      },
    ),
    cancelSignIn: command(nothing, nothing, { rights: 'user' }),
    /** Ends what the caller's own OS user has proved; sessions that rest on it are cut. */
    signOut: command(nothing, nothing, { rights: 'user' }),
    /** Where the organisation allows it: names and tunnels away until `connect`. The EMS audits who and why. */
    disconnect: command(z.strictObject({ reason: disconnectReason }), nothing, { rights: 'user' }),
    connect: command(nothing, nothing, { rights: 'user' }),
    /** With the code that an administrator of the EMS reads out; administrators of this machine need none. */
    uninstall: command(z.strictObject({ code: z.string().max(64) }), nothing, { rights: 'user' }),
    checkForUpdate: command(nothing, nothing, { rights: 'user' }),
    /** Installs what is available without waiting any longer. */
    installUpdate: command(nothing, nothing, { rights: 'user' }),
    postponeUpdate: command(z.strictObject({ hours: z.int().min(1).max(720) }), nothing, { rights: 'user' }),
    /** The latest log lines, oldest first; redacted like the log itself. */
    logs: command(
      z.strictObject({ lines: z.int().min(1).max(2_000) }),
      z.strictObject({ lines: z.array(z.string()) }),
      {
        rights: 'admin',
      },
    ),
  },
  events: { state: agentState },
});
export type AgentContract = typeof agentContract;
