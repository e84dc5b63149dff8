// The commands that an administrator runs for what this window may not do itself.

import type { About } from '../../shared/shell/gui-state.ts';

/** It asks for the invitation by itself; a code on the command line would stay in its history. */
export function administratorCommand(what: 'enroll' | 'unenroll', platform: About['platform']): string {
  // Windows knows an administrator by the window that the command is typed into.
  return platform === 'win32' ? `stile ${what}` : `sudo stile ${what}`;
}
