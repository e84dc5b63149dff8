// What the shell asks of the system it runs on; loaded with the first question, since a window opens sooner without it.

import type { Launcher } from '../native/launch/launch.ts';
import type { Platform } from '../native/platform.ts';

export interface ThisMachine extends AsyncDisposable {
  readonly launcher: Pick<Launcher, 'openers' | 'open'>;
  readonly isPresenting: Platform['isPresenting'];
}

export function thisMachine(name: Platform['name']): ThisMachine {
  let platform: Promise<Platform> | null = null;
  let launcher: Promise<Launcher> | null = null;
  const whole = () => {
    platform ??= import('../native/platform.ts').then(({ platformFor }) => platformFor(name));
    return platform;
  };
  const launching = () => {
    launcher ??= whole().then((loaded) => loaded.launcher());
    return launcher;
  };
  return {
    launcher: {
      openers: async () => await (await launching()).openers(),
      open: async (opener, place) => await (await launching()).open(opener, place),
    },
    isPresenting: async () => await (await whole()).isPresenting(),
    async [Symbol.asyncDispose]() {
      await (await launcher)?.[Symbol.asyncDispose]();
    },
  };
}
