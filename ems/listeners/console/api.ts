// Serves every command of the admin contract over HTTPS, to administrators who signed in and whose role allows it.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type EmsAdminContract, emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { consolePaths, rightsOf, type SessionReply } from '../../../shared/ems/administrators.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { makePerform } from '../../../shared/node/perform-command.ts';
import type { Handlers } from '../../../shared/wire/define-contract.ts';
import { type AdminCaller, actorOf, type SignedIn } from '../../admin/admin-caller.ts';
import type { Ems } from '../../ems.ts';
import { currentState } from '../../store/state.ts';
import { openApi } from './openapi.ts';
import { type Administrator, signedIn } from './signed-in.ts';

/** A rule set with deep logic is the largest thing anybody sends. */
const largestBody = 256 * 1024;

export function serveApi(
  ems: Ems,
  app: FastifyInstance,
  handlers: Promise<Handlers<EmsAdminContract, AdminCaller>>,
): void {
  const performing = handlers.then((known) =>
    makePerform<EmsAdminContract, SignedIn>(emsAdminContract, {
      handlers: known,
      isAllowed: ({ role }, rights) => rightsOf[role].includes(rights),
    }),
  );

  async function performAs(administrator: Administrator, command: string, request: FastifyRequest): Promise<unknown> {
    const { name, role } = administrator;
    const caller: SignedIn = { kind: 'administrator', name, role };
    try {
      const perform = await performing;
      return await perform(command, request.body, caller, request.signal);
    } catch (error) {
      // What a handler refuses it records itself; this never came so far.
      if (hasCode(error, 'command-not-allowed'))
        await ems.audit.record(ems.db, {
          actor: actorOf(caller),
          action: command,
          target: '',
          outcome: 'refused',
          detail: `the role ${role} does not allow it`,
        });
      throw error;
    }
  }

  for (const command of Object.keys(emsAdminContract.commands))
    app.post(`${consolePaths.commands}${command}`, {
      bodyLimit: largestBody,
      // Nobody's body is read before it is clear that they are signed in; and a body may take its time.
      onRequest: async (request) => void (await signedIn(ems, request)),
      handler: async (request) => await performAs(await signedIn(ems, request), command, request),
    });

  app.get(consolePaths.session, async (request): Promise<SessionReply> => {
    const { name, role, endsAt } = await signedIn(ems, request);
    const { emsId, epoch, revision } = await currentState(ems.db);
    return { name, role, ems: emsId, epoch, revision, endsInMs: endsAt - ems.clock.now() };
  });

  const description = openApi(emsAdminContract);
  app.get(consolePaths.openapi, async () => description);
}
