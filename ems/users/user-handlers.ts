// The agent's routes about its users: begin and finish a sign-in, sign out, who is signed in.

import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Ems } from '../ems.ts';
import { makeRateLimit } from '../invitations/rate-limit.ts';
import { makeTokenBuckets } from '../invitations/token-buckets.ts';
import { type MachineCaller, machine } from '../listeners/caller.ts';
import type { RouteHandlers } from '../listeners/mutual-listener.ts';
import { requireInForce } from '../pki/in-force.ts';
import { beginSignIn } from './begin.ts';
import { endSignIns } from './end-sign-ins.ts';
import { finishSignIn } from './finish.ts';
import { signedIn, usersOf } from './verified.ts';

type Routes = 'beginSignIn' | 'finishSignIn' | 'signOut' | 'verifiedUsers';

export function userHandlers(ems: Ems, consoleUrl: Promise<string>): Pick<RouteHandlers<typeof agentRoutes>, Routes> {
  const limit = makeRateLimit(ems.clock);
  const begun = makeTokenBuckets(ems.clock, perDevice);
  return {
    beginSignIn: async ({ caller, body }) => {
      const { uid } = machine(caller);
      const seconds = begun.wait(uid);
      if (seconds > 0) throw new AppError('too-many-requests', { seconds });
      begun.spend(uid);
      return await beginSignIn(ems, machine(caller), body, await consoleUrl);
    },
    finishSignIn: ({ caller, body }) => finishSignIn(ems, limit, machine(caller), body),
    signOut: async ({ caller, body }) => {
      await signOut(ems, machine(caller), body.osUser);
      return {};
    },
    verifiedUsers: async ({ caller }) => {
      const { uid } = machine(caller);
      const device = await ems.db
        .selectFrom('devices')
        .select('state')
        .where('uid', '=', uid)
        .executeTakeFirstOrThrow();
      const now = ems.clock.now();
      return { users: usersOf(device, await signedIn(ems.db, now, { uid }), now) };
    },
  };
}

/** Each one may ask an identity provider what it is: no device makes us ask without end. */
const perDevice = { tokens: 30, refillMs: 10_000 };

async function signOut(ems: Ems, { uid, certificate }: MachineCaller, osUser: string): Promise<void> {
  await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, certificate);
    if ((await endSignIns(ems, queries, { uid, osUser })) === 0) return;
    await ems.audit.record(queries, {
      actor: `device ${uid}`,
      action: 'user sign-out',
      target: `${uid} ${osUser}`,
      outcome: 'allowed',
      detail: '',
    });
  });
}
