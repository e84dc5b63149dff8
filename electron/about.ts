// Which release this is, and what it runs on.

import type { About } from '../shared/shell/gui-state.ts';

export function aboutThis(options: {
  readonly version: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly platform: About['platform'];
}): About {
  const { version, versions, platform } = options;
  return {
    version,
    // Electron names itself there; a stand-in for it, which tests use, cannot.
    runtime: versions.electron === undefined ? 'stand-in' : 'electron',
    electron: versions.electron ?? '',
    chrome: versions.chrome ?? '',
    node: versions.node ?? '',
    platform,
  };
}
