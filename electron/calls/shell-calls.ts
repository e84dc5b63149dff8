// What a page may have the shell do, one function for each command of the contract.

import type { Opener } from '../../shared/shell/shell-contract.ts';
import type { Actions } from '../actions.ts';
import { openedByLink } from '../enrollment/deep-link.ts';
import type { Invitations } from '../enrollment/invitations.ts';
import type { Notices } from '../notices/keep-notices.ts';
import type { ChangeSettings } from '../settings/preferences.ts';
import type { ShellHandlers } from './page-gate.ts';

export interface ShellCallPorts {
  readonly invitations: Invitations;
  readonly actions: Actions;
  readonly changeSettings: ChangeSettings;
  readonly notices: Pick<Notices, 'read' | 'clear'>;
  readonly openers: () => Promise<readonly Opener[]>;
  /** Asks the user where to; false if nowhere. */
  readonly save: (suggestedName: string, text: string) => Promise<boolean>;
  readonly licences: () => Promise<string>;
}

export function shellCalls(ports: ShellCallPorts): ShellHandlers {
  const { invitations, actions } = ports;
  return {
    readInvitation: async ({ text }) => {
      await invitations.offer(openedByLink(text));
      return {};
    },
    acceptInvitation: ({ fabricCa }) => {
      invitations.accept(fabricCa);
      return {};
    },
    dismissInvitation: () => {
      invitations.dismiss();
      return {};
    },
    open: async ({ destination, with: opener }) => {
      await actions.openDestination(destination, opener);
      return {};
    },
    openPortal: async () => {
      await actions.openPortal();
      return {};
    },
    openSignIn: async ({ provider }) => {
      await actions.signIn(provider);
      return {};
    },
    copy: async ({ text }) => {
      await actions.copy(text);
      return {};
    },
    changeSettings: async (part) => {
      await ports.changeSettings(part);
      return {};
    },
    readNotices: () => {
      ports.notices.read();
      return {};
    },
    clearNotices: () => {
      ports.notices.clear();
      return {};
    },
    save: async ({ suggestedName, text }) => ({ saved: await ports.save(suggestedName, text) }),
    openers: async () => ({ openers: [...(await ports.openers())] }),
    licences: async () => ({ text: await ports.licences() }),
  };
}
