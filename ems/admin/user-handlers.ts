// The verbs of `stile ems users` and `stile ems sign-in`: who may sign in on devices, and who is signed in.

import type { EmsAdminContract } from '../../shared/ems/admin-contract.ts';
import type { AccountName } from '../../shared/ems/user-accounts.ts';
import type { userSettings } from '../../shared/ems/user-settings.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { Ems } from '../ems.ts';
import type { Queries } from '../store/database.ts';
import {
  accountOf,
  addAccount,
  disableAccount,
  enableAccount,
  listAccounts,
  removeAccount,
  setGroups,
  setPassword,
  showAccount,
} from '../users/accounts.ts';
import { endSignIns } from '../users/end-sign-ins.ts';
import { addProvider, listProviders, removeProvider } from '../users/oidc/provider-admin.ts';
import { hashPassword } from '../users/password.ts';
import { makePasswordLink } from '../users/password-links.ts';
import { localLifeMs, setValidity } from '../users/providers.ts';
import { signInSummaries } from '../users/verified.ts';
import type { Acts, Described } from './acts.ts';
import type { AdminCaller } from './admin-caller.ts';

export function userAdminHandlers(
  ems: Ems,
  acts: Acts,
  consoleUrl: string,
): Pick<Handlers<EmsAdminContract, AdminCaller>, keyof typeof userSettings> {
  const now = () => ems.clock.now();

  /** Does something in a transaction with its record, and answers with what it made. */
  const change = <R>(act: Described, work: (queries: Queries) => Promise<R>): Promise<R> =>
    acts.own(act, (record) =>
      ems.db.transaction().execute(async (queries) => {
        const done = await work(queries);
        await record(queries);
        return done;
      }),
    );

  const ending = async (act: Described, work: (queries: Queries) => Promise<number>) => ({
    ended: await change(act, work),
  });

  const linkFor = async (queries: Queries, name: AccountName, hash: string | null) => ({
    link: hash === null ? await makePasswordLink(queries, name, now(), consoleUrl) : null,
  });

  const hashOf = async (password: string | null) => (password === null ? null : await hashPassword(password));

  return {
    userAccounts: async () => ({ accounts: await listAccounts(ems.db, now()) }),
    showUserAccount: ({ name }) => showAccount(ems.db, name, now()),
    addUserAccount: async ({ name, groups, password }, caller) => {
      const hash = await hashOf(password);
      return await change(
        { caller, action: 'users add', target: name, detail: groupsText(groups) },
        async (queries) => {
          await addAccount(ems, queries, { name, groups, hash });
          return await linkFor(queries, name, hash);
        },
      );
    },
    setUserGroups: ({ name, groups }, caller) =>
      acts.change({ caller, action: 'users set-groups', target: name, detail: groupsText(groups) }, (queries) =>
        setGroups(ems, queries, name, groups),
      ),
    setUserPassword: async ({ name, password }, caller) => {
      const hash = await hashOf(password);
      return await change({ caller, action: 'users set-password', target: name }, async (queries) => {
        await accountOf(queries, name);
        if (hash !== null) await setPassword(ems, queries, name, hash);
        return await linkFor(queries, name, hash);
      });
    },
    disableUserAccount: ({ name }, caller) =>
      ending({ caller, action: 'users disable', target: name }, (queries) => disableAccount(ems, queries, name)),
    enableUserAccount: ({ name }, caller) =>
      acts.change({ caller, action: 'users enable', target: name }, (queries) => enableAccount(queries, name)),
    removeUserAccount: ({ name }, caller) =>
      ending({ caller, action: 'users remove', target: name }, (queries) => removeAccount(ems, queries, name)),
    signIns: async () => ({ signIns: await signInSummaries(ems.db, now()) }),
    endSignIns: ({ subject, uid }, caller) =>
      ending({ caller, action: 'users sign-out', target: [subject, uid].filter(Boolean).join(' on ') }, (queries) => {
        if (subject === null && uid === null)
          throw new AppError('command-invalid', { command: 'users sign-out', why: 'it names neither user nor device' });
        return endSignIns(ems, queries, {
          ...(subject === null ? {} : { subject }),
          ...(uid === null ? {} : { uid }),
        });
      }),
    signInProviders: async () => ({
      providers: await listProviders(ems.db, now()),
      local: { validForMs: await localLifeMs(ems.db) },
    }),
    addSignInProvider: (wanted, caller) => {
      const { id, issuer, clientId } = wanted.provider;
      const detail = `${issuer}, client ${clientId}${wanted.dryRun ? ', a try only' : ''}`;
      return acts.own({ caller, action: 'sign-in providers add', target: id, detail }, async (record) => ({
        discovered: await addProvider(ems, wanted, record),
      }));
    },
    removeSignInProvider: ({ id }, caller) =>
      acts.own({ caller, action: 'sign-in providers remove', target: id }, async (record) => ({
        ended: await removeProvider(ems, id, record),
      })),
    setSignInValidity: (wanted, caller) =>
      acts.change(
        {
          caller,
          action: 'sign-in validity',
          target: wanted.provider,
          detail: `${Math.round(wanted.validForMs / 60_000)} minutes`,
        },
        (queries) => setValidity(queries, wanted),
      ),
  };
}

function groupsText(groups: readonly string[]): string {
  return `groups ${groups.length === 0 ? 'none' : groups.join(',')}`;
}
