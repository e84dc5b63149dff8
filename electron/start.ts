// What a start of the shell was meant for, from its arguments.

import { hiddenStart } from './autostart/autostart.ts';
import { type Opened, openedByArguments } from './enrollment/deep-link.ts';

export interface Start {
  /** By login, and nobody asked for a window. A link always shows itself. */
  readonly isHidden: boolean;
  readonly opened: Opened;
}

export function startOf(args: readonly string[]): Start {
  const opened = openedByArguments(args);
  return { isHidden: opened.kind === 'nothing' && args.includes(hiddenStart), opened };
}
