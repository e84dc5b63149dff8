// Which names the hosts file holds, by which of their ports are ours.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hostsEntries } from '../../../../daemon/names/hosts-entries.ts';
import { placeOf, planNames } from '../../../../daemon/names/plan.ts';
import { type ProfileDestination, profileDestination } from '../../../../shared/ems/profile.ts';

const world = {
  domains: ['corp.test'],
  reserved: [],
  conflicts: new Map<string, string>(),
  assigned: {},
  range: '127.235.0.0/16',
};

const crm = (port: number, over: Partial<ProfileDestination> = {}) =>
  profileDestination.parse({
    id: `dst_${'A'.repeat(25)}Q`,
    name: 'crm',
    host: 'crm.corp.test',
    port,
    kind: 'tcp',
    gateways: [`gw_${'B'.repeat(25)}Q`],
    publish: true,
    needs: [],
    ...over,
  });

describe('a name comes into the hosts file', () => {
  const hidden = { publish: false };
  const newer = { needs: ['quic'] };
  const rows: readonly (readonly [string, readonly ProfileDestination[], readonly number[], boolean])[] = [
    ['if its only port is ours', [crm(80)], [80], true],
    ['not if its only port is not', [crm(80)], [], false],
    ['if all its ports are ours', [crm(80), crm(443)], [80, 443], true],
    ['not while somebody else answers on one of them', [crm(80), crm(443)], [80], false],
    ['if a port that would not ask for it is ours as well', [crm(80), crm(443, hidden)], [80, 443], true],
    ['not while somebody else answers on a port that would not ask for it', [crm(80), crm(443, hidden)], [80], false],
    ['not for ports that do not ask for it', [crm(80, hidden), crm(443, hidden)], [80, 443], false],
    ['not while nobody of ours answers on a port that is refused', [crm(80), crm(443, newer)], [80], false],
    ['if the refused one has its port from another destination', [crm(80, newer), crm(80)], [80], true],
    ['not for the port that asks if only another is ours', [crm(80, newer), crm(443, hidden)], [443], false],
  ];
  for (const [claim, destinations, ours, isThere] of rows)
    test(claim, () => {
      const plan = planNames(destinations, world);
      const places = ours.map((port) => `127.235.0.1:${port}`);
      const entries = hostsEntries(plan, (name) => places.includes(placeOf(name)));
      assert.deepEqual(entries, isThere ? [{ name: 'crm.corp.test', address: '127.235.0.1' }] : []);
    });
});
