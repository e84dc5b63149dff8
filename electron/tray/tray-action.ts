// What a click in the tray, or on one of the system's notices, asks of the shell.

import type { PageName } from '../../shared/shell/gui-state.ts';
import type { Opener } from '../../shared/shell/shell-contract.ts';

export type TrayAction =
  /** Opens the window, or brings it to the front. `page: null`: where it is, or its first page. */
  | { readonly kind: 'open-window'; readonly page: PageName | null }
  /** `destination`: `host:port`, as the agent's state names it. */
  | { readonly kind: 'open-destination'; readonly destination: string; readonly with: Opener }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'recheck' }
  | { readonly kind: 'connect' }
  /** Without a reason: only where none is asked for. */
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'open-portal' }
  /** By one of the ways that the agent's state offers. */
  | { readonly kind: 'sign-in'; readonly provider: string }
  | { readonly kind: 'quit' };
