// What removing the product asks of the system: who has files of ours, how to act as them, which programs of ours still run.

import type { ToolOutcome } from '../exec.ts';

export interface Home {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  readonly directory: string;
}

export interface Removal {
  /** Users of this machine below whose home directory one of these files lies. */
  homesWith(files: readonly string[]): Promise<readonly Home[]>;
  /** Runs a program with this user's rights and nothing of ours, in their session where there is one. */
  asUser(home: Home, program: string, args: readonly string[]): Promise<ToolOutcome>;
  /** Asks programs that were started from these folders to end, but for this one and those it belongs to. Gives how many. */
  endPrograms(folders: readonly string[]): Promise<number>;
}

/** Why nothing can be removed for users here, beside the files that installers remove: nobody may open another's stores. */
export const noRemoval: Removal = {
  homesWith: async () => [],
  asUser: async () => ({ kind: 'missing' }),
  endPrograms: async () => 0,
};
