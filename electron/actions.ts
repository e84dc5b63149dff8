// Does what a click in the tray, a notice or a page asks for.

import { browserUrl } from '../native/launch/browser-url.ts';
import type { Launcher, LaunchOutcome } from '../native/launch/launch.ts';
import { placeOf } from '../shared/agent/access.ts';
import { assertNever } from '../shared/assert-never.ts';
import { AppError } from '../shared/errors/app-error.ts';
import type { PageName } from '../shared/shell/gui-state.ts';
import { localPlaceOf } from '../shared/shell/opener-of.ts';
import type { Opener } from '../shared/shell/shell-contract.ts';
import { signInPage } from '../shared/shell/sign-in-page.ts';
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
  readonly launcher: Pick<Launcher, 'open'>;
  readonly quit: () => void;
}

export interface Actions {
  perform(action: TrayAction): Promise<void>;
  openWindow(page: PageName | null): void;
  copy(text: string): Promise<void>;
  /** @throws AppError `destination-unknown`, `destination-not-here`, `opener-missing` or `destination-not-opened` */
  openDestination(destination: string, opener: Opener): Promise<void>;
  /** @throws AppError `command-invalid` if no sign-in page was found */
  openPortal(): Promise<void>;
  /** @throws AppError those of the agent, `sign-in-url-refused` */
  signIn(provider: string): Promise<void>;
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
        case 'connect':
          await ports.agent.call('connect', {});
          return;
        case 'disconnect':
          await ports.agent.call('disconnect', { reason: '' });
          return;
        case 'open-portal':
          return await actions.openPortal();
        case 'sign-in':
          return await actions.signIn(action.provider);
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
    async openDestination(destination, opener) {
      const found = agentState()?.destinations.find((each) => placeOf(each) === destination);
      if (found === undefined) throw new AppError('destination-unknown', { destination });
      const place = localPlaceOf(found);
      if (place === null) throw new AppError('destination-not-here', { destination });
      if (opener === 'browser') {
        const url = browserUrl(place, found.destination.kind);
        if (url === null) throw new AppError('destination-not-opened', { destination, why: 'that is no address' });
        return await ports.browse(url);
      }
      const outcome = await ports.launcher.open(opener, place);
      if (outcome.kind === 'no-program') throw new AppError('opener-missing', { opener: programs[opener] });
      if (outcome.kind !== 'started')
        throw new AppError('destination-not-opened', { destination, why: whyNot(outcome) });
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
    async signIn(provider) {
      const { url } = await ports.agent.call('signIn', { provider });
      const page = signInPage(url);
      if (page === null) throw new AppError('sign-in-url-refused');
      await ports.browse(page);
    },
  };
  return actions;
}

const programs = { ssh: 'SSH', rdp: 'Remote Desktop' } as const satisfies Record<Exclude<Opener, 'browser'>, string>;

function whyNot(outcome: Extract<LaunchOutcome, { kind: 'refused' | 'failed' }>): string {
  return outcome.kind === 'refused' ? `its ${outcome.why} is none that a program may be given` : outcome.code;
}
