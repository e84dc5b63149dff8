// What an agent has saved, opened as the agent itself opens it.

import { storedKeys } from '../../daemon/keys/stored-keys.ts';
import { openSaved, type SavedState } from '../../daemon/state/saved.ts';
import { platformFor } from '../../native/platform.ts';
import { silentLog } from '../../shared/log.ts';

export function savedOf(directory: string, wanted: 'sealed' | 'file' = 'sealed'): Promise<SavedState> {
  const { keySeal } = platformFor(process.platform);
  return openSaved(directory, storedKeys({ wanted, seal: keySeal, log: silentLog }));
}
