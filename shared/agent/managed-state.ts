// What an administrator's managed configuration has settled on this device, so that people see it as locked.

import { z } from 'zod';

export const managedState = z.strictObject({
  /** Names of settings (shared/managed/settings.ts) that are managed. */
  settings: z.array(z.string().max(64)).max(128),
  /** Where they come from, for people: a folder, a registry key, a profile. Null where nothing is managed. */
  source: z.string().max(300).nullable(),
});
export type ManagedState = z.infer<typeof managedState>;
