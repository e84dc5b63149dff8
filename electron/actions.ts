// Does what a click in the tray, a notice or a page asks for.

import { assertNever } from '../shared/assert-never.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { PageName } from '../shared/shell/gui-state.ts';
import type { Opener } from '../shared/shell/shell-contract.ts';
import type { GuiStore } from './gui-store.ts';
import type { AgentLink } from './link/agent-link.ts';
import type { TrayAction } from './tray/tray-action.ts';

export interface ActionPorts {
  readonly store: GuiStore;
  readonly agent: Pick<AgentLink, 'call'>;
  readonly now: () => Date;
  readonly showWindow: () => void;
  readonly copy: (text: string) => Promise<void>;
  /** Hands an address to the user's browser. */
  readonly browse: (url: string) => Promise<void>;
  readonly quit: () => void;
}

export interface Actions {
  perform(action: TrayAction): Promise<void>;
  openWindow(page: PageName | null): void;
  copy(text: string): Promise<void>;
  /** @throws AppError `destination-unknown`, and why it could not be opened */
  openDestination(destination: string, opener: Opener): Promise<void>;
  /** @throws AppError `command-invalid` if no sign-in page was found */
  openPortal(): Promise<void>;
}

export function makeActions(ports: ActionPorts): Actions {
  const { store } = ports;
  const agentState = () => (store.current.link.kind === 'connected' ? store.current.link.agent : null);

  const actions: Actions = {
    async perform(action) {
      switch (action.kind) {
        case 'open-window':
          return actions.openWindow(action.page);
        case 'open-destination':
          return await actions.openDestination(action.destination, action.with);
        case 'copy':
          return await actions.copy(action.text);
        case 'recheck':
          await ports.agent.call('recheck', {});
          return;
        case 'open-portal':
          return await actions.openPortal();
        case 'quit':
          // The menu may be older than the policy.
          if (agentState()?.shellPolicy.mayQuit !== false) ports.quit();
          return;
        default:
          return assertNever(action);
      }
    },
    openWindow(page) {
      if (page !== null) store.change({ wanted: { page, at: ports.now().toISOString() } });
      ports.showWindow();
    },
    copy: (text) => ports.copy(text),
    openDestination: async () => {
      throw new AppError('command-unknown', { command: 'open' });
    },
    async openPortal() {
      const network = agentState()?.network;
      if (network?.kind !== 'portal' || network.url === null)
        throw new AppError('command-invalid', {
          command: 'openPortal',
          why: 'no sign-in page of the network is known',
        });
      await ports.browse(network.url);
    },
  };
  return actions;
}
