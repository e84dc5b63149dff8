// The table of everything that `npm run package` builds.

import type { Target } from './target.ts';

export const targets: readonly Target[] = [];
