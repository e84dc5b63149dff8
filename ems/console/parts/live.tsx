// Who is signed in and how far the EMS is: asked again and again, so that every page shows what is, not what was.

import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { SessionReply } from '../../../shared/ems/administrators.ts';
import { session } from '../api/client.ts';
import { needsSignIn, type Trouble, troubleOf } from '../api/trouble.ts';

export interface Live {
  readonly kind: 'signed-in';
  readonly session: SessionReply;
  /** Changes whenever something may have changed: what a page shows is fetched again then. */
  readonly tick: string;
  /** Why the EMS does not answer just now; null while it does. */
  readonly away: Trouble | null;
  /** Looks now, after something was done here. */
  readonly refresh: () => void;
}

export type Standing = { readonly kind: 'asking' } | { readonly kind: 'signed-out'; readonly trouble: Trouble } | Live;

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('only pages of somebody who is signed in are live');
  return live;
}

const askEachMs = 1_000;
/** Ages and last reports change without a new revision. */
const freshEach = 15;

export function useSession(): Standing {
  const [standing, setStanding] = useState<Standing>({ kind: 'asking' });
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound((each) => each + 1), []);

  useEffect(() => {
    let isOver = false;
    let asked = 0;
    async function ask(): Promise<void> {
      // Nobody looks: nothing has to be asked until somebody does.
      if (document.hidden) await seen();
      try {
        const now = await session();
        const tick = `${round} ${now.epoch}.${now.revision} ${Math.floor(asked / freshEach)}`;
        asked += 1;
        if (!isOver) setStanding({ kind: 'signed-in', session: now, tick, away: null, refresh });
      } catch (error) {
        const trouble = troubleOf(error);
        if (!isOver) setStanding((before) => withTrouble(before, trouble));
      }
      if (!isOver) timer = setTimeout(() => void ask(), askEachMs);
    }
    let timer = setTimeout(() => void ask(), 0);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [round, refresh]);

  return standing;
}

function seen(): Promise<void> {
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
  });
}

/** An EMS that is away for a moment takes nothing from the screen; a session that has ended takes everything. */
function withTrouble(before: Standing, trouble: Trouble): Standing {
  if (needsSignIn(trouble) || before.kind !== 'signed-in') return { kind: 'signed-out', trouble };
  return { ...before, away: trouble };
}
