// Opens a protected service with a program of the user's: Remote Desktop, or SSH in a terminal. Browsers only get their URL.

import type { LocalPlace } from '../../shared/shell/opener-of.ts';
import type { Opener } from '../../shared/shell/shell-contract.ts';

/** `refused`: the place is not one to hand to any program; `no-program`: none of those we know is here. */
export type LaunchOutcome =
  | { readonly kind: 'started' }
  | { readonly kind: 'refused'; readonly why: 'host' | 'port' }
  | { readonly kind: 'no-program' }
  /** The OS could not start it, with the OS's own code. */
  | { readonly kind: 'failed'; readonly code: string };

/**
 * Fixed programs by absolute path, with arguments as an array and no shell: of what a server says, only a host name or an
 * address and a port get through, and never where a program would read an option. Disposing removes what was written for
 * a program to read; programs that were opened are the user's and stay.
 */
export interface Launcher extends AsyncDisposable {
  /** What can be opened on this machine, now. `browser` is always there: it is the caller's to open. */
  openers(): Promise<readonly Opener[]>;
  open(opener: Exclude<Opener, 'browser'>, place: LocalPlace): Promise<LaunchOutcome>;
}
