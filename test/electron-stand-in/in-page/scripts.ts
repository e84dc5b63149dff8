// Puts together the scripts that each new document of a window begins with.

import { joinWorlds } from './join-worlds.ts';
import { pageWorld } from './page-world.ts';
import { preloadWorld, type Ways } from './preload-world.ts';

/** For the page itself, before any script of its own. */
export function pageScript(secret: string): string {
  return onlyOnTop(`(${pageWorld})((${joinWorlds})(${JSON.stringify(secret)}, 'page'));`);
}

/** For the isolated world: the preload's own text, wrapped as Electron wraps it. */
export function preloadScript(secret: string, ways: Ways, preload: string): string {
  const joined = `(${joinWorlds})(${JSON.stringify(secret)}, 'preload')`;
  return onlyOnTop(
    `(${preloadWorld})(${joined}, ${JSON.stringify(ways)}, function (require, module, exports) {${preload}\n});`,
  );
}

/** No preload runs in frames inside a page. */
function onlyOnTop(script: string): string {
  return `if (window === window.top) {${script}}`;
}
