// What a story is: a few steps over the stage, told as they happen.

import type { SystemPackage } from '../../set-up/packages.ts';
import type { Stage } from '../stage/stage.ts';
import type { Found, Outcome } from '../summary.ts';
import type { Teller } from '../tell.ts';

export interface StoryWorld {
  readonly stage: Stage;
  readonly tell: Teller;
  /** Filled by the steps; becomes the summary. */
  readonly outcome: Outcome;
  /** Milliseconds since the demo was started, set-up of packages left out. */
  readonly sinceStart: () => number;
}

export interface Story {
  readonly name: string;
  /** What it shows, for the list of stories. */
  readonly sentence: string;
  /** It brings machines of its own; EMS, agent and services of the stage are not started. */
  readonly hasOwnMachines?: true;
  /** Debian packages that it needs beside those of every story. */
  readonly packages?: readonly SystemPackage[];
  /** Tells it. A step that fails throws; what stays up is the stage's. */
  tell(world: StoryWorld): Promise<void>;
  /** What the summary says of it, however far it came. */
  found(outcome: Outcome): Found;
}
