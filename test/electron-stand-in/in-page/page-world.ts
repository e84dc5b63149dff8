// The page's half of the context bridge: puts on `window` what the preload gives, for good.

import type { JoinedWorlds } from './join-worlds.ts';

export function pageWorld({ take }: JoinedWorlds): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) freeze(each);
    return Object.freeze(value);
  };
  take((name, value) =>
    Object.defineProperty(window, name, {
      value: freeze(value),
      enumerable: true,
      writable: false,
      configurable: false,
    }),
  );
}
