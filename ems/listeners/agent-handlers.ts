// The agent's routes made real.

import type { agentRoutes } from '../../shared/ems/agent-routes.ts';
import { hearTold } from '../devices/told.ts';
import type { Ems } from '../ems.ts';
import { certificateOfKey } from '../enrollment/certificate-of-key.ts';
import { revokeDevice } from '../enrollment/end.ts';
import { enroll } from '../enrollment/enroll.ts';
import { renew } from '../enrollment/renew.ts';
import { noteUse } from '../enrollment/retire.ts';
import { certifyUser, endUser, noteInstalled } from '../enrollment/user-certificates.ts';
import { certificatesOf } from '../gateways/device-views.ts';
import type { RateLimit } from '../invitations/rate-limit.ts';
import { receiveReport } from '../posture/receive-report.ts';
import { compileProfile } from '../profile/compile.ts';
import { userHandlers } from '../users/user-handlers.ts';
import { machine } from './caller.ts';
import type { RouteHandlers } from './mutual-listener.ts';

/** @param consoleUrl known once every listener is open */
export function agentHandlers(
  ems: Ems,
  limit: RateLimit,
  consoleUrl: Promise<string>,
): RouteHandlers<typeof agentRoutes> {
  return {
    ca: async () => ems.authorities.fabric.certificatePem,
    enroll: ({ source, body }) => enroll(ems, limit, source, body),
    certificateOfKey: ({ source, body }) => certificateOfKey(ems, limit, source, body),
    renew: ({ caller, body }) => renew(ems, machine(caller), body.csr),
    userCertificate: ({ caller, body }) => certifyUser(ems, machine(caller), body),
    userCertificateInstalled: async ({ caller, body }) => {
      await noteInstalled(ems, machine(caller), body);
      return {};
    },
    endUserCertificate: async ({ caller, body }) => ({ revoked: await endUser(ems, machine(caller), body.osUser) }),
    certificates: async ({ caller }) => ({ certificates: await certificatesOf(ems, machine(caller).uid) }),
    profile: async ({ caller }) => {
      const { uid, certificate } = machine(caller);
      await noteUse(ems, certificate);
      return await compileProfile(ems, uid, certificate);
    },
    report: ({ caller, body }) => receiveReport(ems, machine(caller), body),
    ...userHandlers(ems, consoleUrl),
    told: async ({ caller, body }) => {
      await hearTold(ems, machine(caller).uid, body);
      return {};
    },
    unenroll: async ({ caller }) => {
      const { uid } = machine(caller);
      await revokeDevice(ems, uid, 'cessation-of-operation', (queries) =>
        ems.audit.record(queries, {
          actor: `device ${uid}`,
          action: 'unenroll',
          target: uid,
          outcome: 'allowed',
          detail: '',
        }),
      );
      return { uid };
    },
  };
}
