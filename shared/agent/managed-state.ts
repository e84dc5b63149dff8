// What an administrator's managed configuration has settled on this device, so that people see it as locked.

import { z } from 'zod';
import { shellPolicy } from '../ems/shell-policy.ts';
import { shellChoices } from '../shell/shell-settings.ts';

export const managedState = z.strictObject({
  /** Names of settings (shared/managed/settings.ts) that are managed. */
  settings: z.array(z.string().max(64)).max(128),
  /** Where they come from, for people: a folder, a registry key, a profile. Null where nothing is managed. */
  source: z.string().max(300).nullable(),
  /** What users may do, where that is managed; it stands in the state's own `shellPolicy` already. */
  shellPolicy: shellPolicy.partial(),
  /** What the shell is to be like, where that is managed. */
  shell: shellChoices.partial(),
});
export type ManagedState = z.infer<typeof managedState>;
