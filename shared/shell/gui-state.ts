// Everything the window and the tray show, as one value: the daemon's state behind its link, and what is the shell's own.

import { z } from 'zod';
import { invitationSummary } from '../agent/agent-contract.ts';
import { agentState } from '../agent/agent-state.ts';
import { failure } from '../agent/failure.ts';
import { language } from '../words/language.ts';
import { shellSettings } from './shell-settings.ts';

const isoTime = z.string().max(40);

/**
 *   connecting ──hello──▶ connected ──daemon stops──▶ stopping ─▶ connecting …
 *       │  └──other version──▶ incompatible ──▶ connecting (again, slowly)
 *       └──not ours, or not allowed──▶ refused ──▶ connecting (again, slowly)
 *
 * The agent's state exists only while it is told: a link that ended takes it along, so nothing old is shown as if it held.
 */
export const linkState = z.discriminatedUnion('kind', [
  /** Not there yet, or not any more. `since`: when the shell began to look for it. */
  z.strictObject({ kind: z.literal('connecting'), since: isoTime, attempt: z.int().min(1) }),
  z.strictObject({ kind: z.literal('connected'), product: z.string().max(128), agent: agentState }),
  z.strictObject({ kind: z.literal('refused'), failure }),
  /** The daemon is of another release: one of both is to be updated. */
  z.strictObject({ kind: z.literal('incompatible'), failure }),
  /** It said that it ends, for an update or a restart. */
  z.strictObject({ kind: z.literal('stopping'), since: isoTime }),
]);
export type LinkState = z.infer<typeof linkState>;

/**
 *   none ──link or paste──▶ reading ──▶ asking ──yes──▶ enrolling ──▶ none (the agent's state says enrolled)
 *                              └──────▶ refused ◀─────────┘   any ──dismiss──▶ none
 *
 * The invitation itself, with its code, never leaves the shell's main process.
 */
export const invitationState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('reading') }),
  z.strictObject({ kind: z.literal('asking'), summary: invitationSummary }),
  z.strictObject({ kind: z.literal('enrolling'), summary: invitationSummary }),
  z.strictObject({ kind: z.literal('refused'), failure, summary: invitationSummary.nullable() }),
]);
export type InvitationState = z.infer<typeof invitationState>;

/** What happened that a person had to know; kept by the shell, newest first. Its words are made when it is shown. */
export const notice = z.strictObject({
  id: z.int().min(1),
  at: isoTime,
  /** Whether its person has seen it. */
  isRead: z.boolean(),
  /** Notices of one topic replace each other in the system's list. */
  topic: z.enum(['enrolment', 'access', 'posture', 'connection', 'certificate', 'agent']),
  what: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('enrolled'), ems: z.string().max(300) }),
    z.strictObject({ kind: z.literal('withdrawn'), ems: z.string().max(300) }),
    /** Tags that were lost, each with the rules that are in the way now. */
    z.strictObject({
      kind: z.literal('tags-lost'),
      tags: z.array(z.string().max(64)).min(1).max(64),
      rules: z.array(z.string().max(200)).max(64),
    }),
    /** All that was lost is there again. */
    z.strictObject({ kind: z.literal('recovered'), tags: z.array(z.string().max(64)).max(64) }),
    /** Sessions that were ended or refused, grouped: `count` in all. */
    z.strictObject({
      kind: z.literal('denied'),
      destinations: z.array(z.string().max(300)).min(1).max(16),
      count: z.int().min(1),
      code: z.string().max(3),
      requestId: z.string().max(64),
    }),
    /** Connections wait for this person to sign in. */
    z.strictObject({
      kind: z.literal('sign-in-wanted'),
      destinations: z.array(z.string().max(300)).min(1).max(16),
    }),
    z.strictObject({ kind: z.literal('ems-unreachable'), ems: z.string().max(300), since: isoTime }),
    z.strictObject({ kind: z.literal('captive-portal') }),
    z.strictObject({ kind: z.literal('agent-gone') }),
    z.strictObject({ kind: z.literal('incompatible') }),
    /** A newer release is verified, and is installed by itself from then on. */
    z.strictObject({ kind: z.literal('update-ready'), version: z.string().max(64), installAt: isoTime }),
    z.strictObject({ kind: z.literal('warning'), code: z.string().max(64), text: z.string().max(1_000) }),
  ]),
});
export type Notice = z.infer<typeof notice>;

/** Who sits in front of the shell; nothing of it goes anywhere. */
export const person = z.strictObject({
  user: z.string().max(256),
  fullName: z.string().max(256).nullable(),
  device: z.string().max(256),
  /** The domain the device is joined to, or null. */
  domain: z.string().max(256).nullable(),
  /** A `data:` URL of PNG or JPEG; null: their initials are drawn. */
  avatar: z
    .string()
    .regex(/^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/=]+$/)
    .max(400_000)
    .nullable(),
});
export type Person = z.infer<typeof person>;

export const about = z.strictObject({
  version: z.string().max(64),
  runtime: z.enum(['electron', 'stand-in']),
  electron: z.string().max(64),
  chrome: z.string().max(64),
  node: z.string().max(64),
  platform: z.enum(['linux', 'darwin', 'win32']),
});
export type About = z.infer<typeof about>;

export const pageName = z.enum([
  'overview',
  'tags',
  'posture',
  'destinations',
  'activity',
  'notifications',
  'diagnostics',
  'settings',
]);
export type PageName = z.infer<typeof pageName>;

export const guiState = z.strictObject({
  link: linkState,
  settings: shellSettings,
  /** The language in use, whatever the settings leave to the system. */
  language,
  invitation: invitationState,
  notices: z.array(notice).max(500),
  person,
  about,
  /** The page that was asked for from outside the window, by tray or notice; `at` tells one wish from the next. */
  wanted: z.strictObject({ page: pageName, at: isoTime }).nullable(),
});
export type GuiState = z.infer<typeof guiState>;
