// The window's pages ↔ the shell's main process: what a page may ask for, and the one event `gui`, a whole state each time.

import { z } from 'zod';
import type { agentContract } from '../agent/agent-contract.ts';
import { signInProvider } from '../agent/sign-in.ts';
import { sha256Hex } from '../ids.ts';
import {
  type CommandInput,
  type CommandResult,
  command,
  defineContract,
  type EventPayload,
} from '../wire/define-contract.ts';
import { guiState } from './gui-state.ts';
import { shellChoices } from './shell-settings.ts';

const nothing = z.strictObject({});
const done = nothing;

/** What a page may have the daemon do; whatever is not here, no page can reach. The daemon checks each caller again. */
export const agentCommandsOfPages = [
  'recheck',
  'unenroll',
  'why',
  'doctor',
  'logs',
  'activity',
  'traffic',
  'diagnostics',
  'addPersonalDestination',
  'removePersonalDestination',
  'cancelSignIn',
  'signOut',
  'checkForUpdate',
  'installUpdate',
  'postponeUpdate',
  'disconnect',
  'connect',
] as const satisfies readonly (keyof typeof agentContract.commands)[];
export type AgentCommandOfPages = (typeof agentCommandsOfPages)[number];

/** A program of this machine that opens a destination. */
export const opener = z.enum(['browser', 'ssh', 'rdp']);
export type Opener = z.infer<typeof opener>;

export const shellContract = defineContract({
  name: 'shell',
  version: 1,
  commands: {
    /** Reads an invitation (its text or its link) and asks; nothing else happens. The answer is in `gui.invitation`. */
    readInvitation: command(z.strictObject({ text: z.string().min(1).max(16_384) }), done, { rights: 'user' }),
    /** Enrolls with the invitation that is being asked about; `fabricCa` repeats the fingerprint that was shown. */
    acceptInvitation: command(z.strictObject({ fabricCa: sha256Hex }), done, { rights: 'user' }),
    dismissInvitation: command(nothing, done, { rights: 'user' }),
    /** Opens a destination that is on the list, by its `host:port`. */
    open: command(z.strictObject({ destination: z.string().max(300), with: opener }), done, { rights: 'user' }),
    /** Opens the network's own sign-in page, if that was found. */
    openPortal: command(nothing, done, { rights: 'user' }),
    /** Begins a sign-in of this person, and opens its page in their browser. */
    openSignIn: command(z.strictObject({ provider: signInProvider.shape.id }), done, { rights: 'user' }),
    copy: command(z.strictObject({ text: z.string().max(8_192) }), done, { rights: 'user' }),
    changeSettings: command(shellChoices.partial(), done, { rights: 'user' }),
    /** Says that all notices were seen. */
    readNotices: command(nothing, done, { rights: 'user' }),
    clearNotices: command(nothing, done, { rights: 'user' }),
    /** Asks the user for a place and writes the text there. `saved: false`: the user thought better of it. */
    save: command(
      z.strictObject({
        suggestedName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
        text: z.string().max(16_000_000),
      }),
      z.strictObject({ saved: z.boolean() }),
      { rights: 'user' },
    ),
    /** Which programs could open what on this machine. */
    openers: command(nothing, z.strictObject({ openers: z.array(opener) }), { rights: 'user' }),
    licences: command(nothing, z.strictObject({ text: z.string() }), { rights: 'user' }),
  },
  events: { gui: guiState },
});
export type ShellContract = typeof shellContract;

/** An error as a page gets it: a code of the catalogue, what was being done, what to do next. */
export const pageError = z.strictObject({ code: z.string(), message: z.string(), next: z.string() });
export type PageError = z.infer<typeof pageError>;

/** The answer to any call of a page: errors are values, since only those cross the bridge whole. */
export type PageAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PageError };

/** All that the preload gives the page, as `window.stile`. */
export interface StileBridge {
  agent<N extends AgentCommandOfPages>(
    name: N,
    params: CommandInput<typeof agentContract, N>,
  ): Promise<PageAnswer<CommandResult<typeof agentContract, N>>>;
  shell<N extends keyof ShellContract['commands'] & string>(
    name: N,
    params: CommandInput<ShellContract, N>,
  ): Promise<PageAnswer<CommandResult<ShellContract, N>>>;
  /** Tells the state as it is now, and then every later one. Returns what ends it. */
  onGui(listener: (state: EventPayload<ShellContract, 'gui'>) => void): () => void;
}
