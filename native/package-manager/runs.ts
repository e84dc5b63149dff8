// What a package manager is run by: something that outlives the agent, which the manager stops and starts.

import type { Begun, Progress } from './package-manager.ts';

export interface Runs {
  /** One at a time: while another runs, it fails. */
  begin(tool: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Begun>;
  progress(): Promise<Progress>;
}
