// The table of everything that `npm run package` builds.

import { linuxDesktop } from './desktop/linux.ts';
import { linuxTargets } from './linux/targets.ts';
import { macTarget } from './mac/target.ts';
import type { Target } from './target.ts';
import { windowsInstallers } from './windows/target.ts';

export const targets: readonly Target[] = [...linuxTargets, linuxDesktop, windowsInstallers, macTarget];
