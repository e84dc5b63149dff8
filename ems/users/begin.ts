// Begins a sign-in for a user of a device: remembers it, and says where their browser is to go.

import type { z } from 'zod';
import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { localProvider } from '../../shared/ems/user-accounts.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { randomToken } from '../../shared/node/random-token.ts';
import type { Ems } from '../ems.ts';
import type { MachineCaller } from '../listeners/caller.ts';
import { requireInForce } from '../pki/in-force.ts';
import type { Queries } from '../store/database.ts';
import { offers } from './offers.ts';
import { authorizationUrl } from './oidc/authorization-url.ts';
import { discover } from './oidc/discover.ts';
import { addPending, pendingLifeMs } from './pending.ts';
import { findProvider, readProvider } from './providers.ts';

type Asked = z.output<(typeof agentRoutes)['beginSignIn']['body']>;
type Answer = z.output<(typeof agentRoutes)['beginSignIn']['reply']>;

/** Where the sign-in of a local account goes on, with the id of the sign-in behind. */
export const signInPage = '/user/sign-in/';

/** @throws AppError `sign-in-provider-unknown`, `identity-provider-*`, `certificate-refused` */
export async function beginSignIn(ems: Ems, caller: MachineCaller, asked: Asked, consoleUrl: string): Promise<Answer> {
  const begun = {
    os_user: asked.osUser,
    provider: asked.provider,
    code_challenge: asked.codeChallenge,
    state: asked.state,
    redirect_uri: asked.redirectUri,
    nonce: randomToken(),
  };
  const { issuer, urlOf } = await destinationOf(ems, asked.provider, consoleUrl);
  const pending = await ems.db.transaction().execute(async (queries) => {
    await requireInForce(queries, caller.certificate);
    await requireOneMachine(queries, caller.uid);
    return await addPending(queries, caller.uid, { ...begun, issuer }, ems.clock.now());
  });
  return { signIn: pending.id, url: urlOf(pending), validForMs: pendingLifeMs };
}

type Pending = Awaited<ReturnType<typeof addPending>>;

async function destinationOf(
  ems: Ems,
  id: string,
  consoleUrl: string,
): Promise<{ readonly issuer: string; readonly urlOf: (pending: Pending) => string }> {
  const isOffered = (await offers(ems.db)).some((each) => each.id === id);
  const unknown = new AppError('sign-in-provider-unknown', { provider: id });
  if (!isOffered) throw unknown;
  if (id === localProvider)
    return { issuer: consoleUrl, urlOf: (pending) => `${consoleUrl}${signInPage}${pending.id}` };
  const row = await findProvider(ems.db, id);
  if (row === null) throw unknown;
  const settings = readProvider(row);
  const server = await discover(settings);
  return { issuer: settings.issuer, urlOf: (pending) => authorizationUrl(server, settings, pending) };
}

/** Who signs in on one of two machines that claim to be the same is signed in on neither. @throws AppError `certificate-refused` */
export async function requireOneMachine(queries: Queries, uid: string): Promise<void> {
  const device = await queries.selectFrom('devices').select('state').where('uid', '=', uid).executeTakeFirstOrThrow();
  if (device.state === 'cloned')
    throw new AppError('certificate-refused', { why: 'two machines claim to be this device' });
}
