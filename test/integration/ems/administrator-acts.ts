// The verbs about administrators that change something: given what they can do, and asked for what cannot be done.

import type { emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { administratorName } from '../../../shared/ems/administrators.ts';
import type { TestEms } from '../../doubles/running-ems.ts';

export interface Act {
  readonly verb: keyof typeof emsAdminContract.commands;
  readonly action: string;
  readonly target: string;
  readonly run: () => Promise<unknown>;
}

export type RefusedAct = Act & { readonly says: RegExp };

const anna = administratorName.parse('anna');

export function allowedActsOnAdministrators({ admin }: TestEms): readonly Act[] {
  return [
    {
      verb: 'createAdministrator',
      action: 'admin create',
      target: anna,
      run: () => admin.call('createAdministrator', { name: anna, role: 'admin' }),
    },
    {
      verb: 'linkAdministrator',
      action: 'admin link',
      target: anna,
      run: () => admin.call('linkAdministrator', { name: anna }),
    },
    {
      verb: 'issueToken',
      action: 'admin token',
      target: anna,
      run: () => admin.call('issueToken', { name: anna, days: 1 }),
    },
    {
      verb: 'removeAdministrator',
      action: 'admin remove',
      target: anna,
      run: () => admin.call('removeAdministrator', { name: anna }),
    },
  ];
}

export function refusedActsOnAdministrators({ admin }: TestEms): readonly RefusedAct[] {
  return [
    ...(['linkAdministrator', 'removeAdministrator'] as const).map((verb) => ({
      verb,
      action: verb === 'linkAdministrator' ? 'admin link' : 'admin remove',
      target: anna,
      says: /no administrator anna/,
      run: () => admin.call(verb, { name: anna }),
    })),
    {
      verb: 'issueToken',
      action: 'admin token',
      target: anna,
      says: /no administrator anna/,
      run: () => admin.call('issueToken', { name: anna, days: 1 }),
    },
  ];
}
