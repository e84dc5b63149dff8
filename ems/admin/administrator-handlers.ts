// The verbs of `stile ems admin`: who may sign in from elsewhere.

import type { EmsAdminContract } from '../../shared/ems/admin-contract.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import { createAdministrator, listAdministrators, removeAdministrator } from '../administrators/administrators.ts';
import { makeLink } from '../administrators/links.ts';
import { roleOf } from '../administrators/role.ts';
import { beginToken } from '../administrators/sessions.ts';
import type { Ems } from '../ems.ts';
import type { Acts } from './acts.ts';
import type { AdminCaller } from './admin-caller.ts';

type Verbs = 'administrators' | 'createAdministrator' | 'linkAdministrator' | 'issueToken' | 'removeAdministrator';

export function administratorHandlers(
  ems: Ems,
  acts: Acts,
  consoleUrl: string,
): Pick<Handlers<EmsAdminContract, AdminCaller>, Verbs> {
  const now = () => ems.clock.now();
  return {
    administrators: async () => ({ administrators: await listAdministrators(ems.db, now(), ems.config.console) }),
    createAdministrator: ({ name, role }, caller) =>
      acts.own({ caller, action: 'admin create', target: name, detail: `role ${role}` }, (record) =>
        ems.db.transaction().execute(async (queries) => {
          await createAdministrator(queries, name, role, now());
          const link = await makeLink(queries, name, now(), consoleUrl);
          await record(queries);
          return link;
        }),
      ),
    linkAdministrator: ({ name }, caller) =>
      acts.own({ caller, action: 'admin link', target: name }, (record) =>
        ems.db.transaction().execute(async (queries) => {
          const link = await makeLink(queries, name, now(), consoleUrl);
          await record(queries);
          return link;
        }),
      ),
    issueToken: ({ name, days }, caller) =>
      acts.own({ caller, action: 'admin token', target: name, detail: `${days} days` }, (record) =>
        ems.db.transaction().execute(async (queries) => {
          await roleOf(queries, name);
          const { secret, endsAt } = await beginToken(queries, name, now(), days);
          await record(queries);
          return { name, token: secret, expires: new Date(endsAt).toISOString() };
        }),
      ),
    removeAdministrator: ({ name }, caller) =>
      acts.change({ caller, action: 'admin remove', target: name }, (queries) => removeAdministrator(queries, name)),
  };
}
