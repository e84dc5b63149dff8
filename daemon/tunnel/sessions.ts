// The local connections carried now: for people, and to find the one that a notice speaks of.

import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { CarriedSession } from '../../shared/agent/agent-state.ts';
import { requestId } from '../../shared/ids.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';

export interface Carried {
  /** The gateway has accepted it under this request id. */
  accepted(id: string): void;
  ended(): void;
}

export interface Sessions {
  begin(local: Socket, destination: string, osUser: string, since: string): Carried;
  /** Resets what a cut speaks of, if it still lives. */
  cut(why: Denial): void;
}

export function makeSessions(onSessions: (sessions: readonly CarriedSession[]) => void): Sessions {
  const carried = new Map<Socket, CarriedSession>();
  let isTelling = false;

  function tell(): void {
    if (isTelling) return;
    isTelling = true;
    setImmediate(() => {
      isTelling = false;
      onSessions([...carried.values()]);
    });
  }

  return {
    begin(local, destination, osUser, since) {
      carried.set(local, { id: randomUUID(), requestId: null, destination, osUser, since });
      tell();
      return {
        accepted(id) {
          const session = carried.get(local);
          const parsed = requestId.safeParse(id);
          if (session !== undefined && parsed.success) carried.set(local, { ...session, requestId: parsed.data });
          tell();
        },
        ended() {
          if (carried.delete(local)) tell();
        },
      };
    },
    cut(why) {
      for (const [local, session] of carried) if (session.requestId === why.requestId) local.resetAndDestroy();
    },
  };
}
