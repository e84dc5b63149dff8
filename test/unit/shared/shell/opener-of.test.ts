// Which program suits a destination, and where programs of this machine reach it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DestinationState } from '../../../../shared/agent/agent-state.ts';
import { type LocalPlace, localPlaceOf, openerOf, placeText } from '../../../../shared/shell/opener-of.ts';
import type { Opener } from '../../../../shared/shell/shell-contract.ts';
import { destinationOf } from '../../../doubles/gui-states.ts';

const openers: readonly (readonly [what: string, destination: DestinationState, opener: Opener | null])[] = [
  ['a web application', destinationOf('crm', 9443, { kind: 'web' }), 'browser'],
  ['HTTP on any port', destinationOf('crm', 8080, { kind: 'http' }), 'browser'],
  ['TCP on the port of SSH', destinationOf('files', 22), 'ssh'],
  ['TCP on the port of Remote Desktop', destinationOf('desk', 3389), 'rdp'],
  ['TCP on the port of HTTPS', destinationOf('wiki', 443), 'browser'],
  ['a database', destinationOf('db', 5432), null],
];
for (const [what, destination, opener] of openers)
  test(`${what} is opened with ${opener ?? 'nothing'}`, () => assert.equal(openerOf(destination), opener));

const loopback = { kind: 'published', address: '127.235.0.9', port: 15_432, hosts: false } as const;
const ours = { host: loopback.address, port: loopback.port };
const places: readonly (readonly [what: string, destination: DestinationState, place: LocalPlace | null])[] = [
  ['a name of the hosts file', destinationOf('crm', 80), { host: 'crm.corp.test', port: 80 }],
  ['a name without a hosts entry', destinationOf('crm', 80, {}, loopback), ours],
  [
    'a name that DNS leads to a gateway',
    destinationOf('crm', 80, { publish: false }, loopback),
    { host: 'crm.corp.test', port: 80 },
  ],
  ['an address', destinationOf('crm', 80, { host: '10.1.2.3', publish: false }, loopback), ours],
  ['what is not published', destinationOf('crm', 80, {}, { kind: 'conflict', line: 'x' }), null],
];
for (const [what, destination, place] of places)
  test(`${what} is reached at ${place === null ? 'no place' : placeText(place)}`, () =>
    assert.deepEqual(localPlaceOf(destination), place));

test('an IPv6 address stands in brackets', () => assert.equal(placeText({ host: '::1', port: 22 }), '[::1]:22'));
