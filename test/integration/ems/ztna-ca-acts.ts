// What administrators do with the ZTNA CA, for the tests of what is recorded.

import assert from 'node:assert/strict';
import { authorityId } from '../../../shared/identity/certificate-record.ts';
import type { TestEms } from '../../doubles/running-ems.ts';
import type { Act, RefusedAct } from './administrator-acts.ts';

export async function allowedActsOnZtnaCas({ admin }: TestEms): Promise<readonly Act[]> {
  const [ztnaCa] = (await admin.call('ztnaCas', {})).ztnaCas;
  assert.ok(ztnaCa);
  return [
    {
      verb: 'replaceZtnaCa',
      action: 'ztna-ca replace',
      target: 'new',
      run: () =>
        admin.call('replaceZtnaCa', { authority: null, retireAfterMs: 60_000, now: false, enrollAgain: false }),
    },
    {
      verb: 'retireZtnaCa',
      action: 'ztna-ca retire',
      target: ztnaCa.id,
      run: () => admin.call('retireZtnaCa', { id: ztnaCa.id, compromised: false, enrollAgain: false }),
    },
  ];
}

export function refusedActsOnZtnaCas({ admin }: TestEms): readonly RefusedAct[] {
  return [
    {
      verb: 'replaceZtnaCa',
      action: 'ztna-ca replace',
      target: 'imported',
      says: /the file holds no private key/,
      run: () =>
        admin.call('replaceZtnaCa', { authority: 'nothing', retireAfterMs: 0, now: false, enrollAgain: false }),
    },
    {
      verb: 'retireZtnaCa',
      action: 'ztna-ca retire',
      target: '0'.repeat(16),
      says: /no ZTNA CA 0/,
      run: () =>
        admin.call('retireZtnaCa', {
          id: authorityId.parse('0'.repeat(16)),
          compromised: false,
          enrollAgain: false,
        }),
    },
  ];
}
