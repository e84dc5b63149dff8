// What people type in as a destination: what is wrong with it, at which field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyDestination,
  fieldOfRefusal,
  readDestination,
  type TypedDestination,
} from '../../../../renderer/views/personal-destination.ts';
import { words } from '../../../../shared/words/words.ts';

const own = words.en.destinations.add;
const good: TypedDestination = { name: ' NAS ', host: ' Nas.Corp.test. ', port: '8080', kind: 'http' };

test('what is complete is sent without the spaces around it', () => {
  const read = readDestination(good, words.en);
  assert.deepEqual(read, {
    kind: 'complete',
    value: { name: 'NAS', host: 'Nas.Corp.test.', port: 8080, kind: 'http' },
  });
});

test('everything that is missing is told at once', () => {
  const read = readDestination(emptyDestination, words.en);
  assert.deepEqual(read, {
    kind: 'incomplete',
    faults: { name: own.missingName, host: own.missingHost, port: own.portInvalid },
  });
});

const faults: readonly (readonly [Partial<TypedDestination>, Readonly<Record<string, string>>])[] = [
  [{ name: 'x'.repeat(65) }, { name: own.longName }],
  [{ host: 'https://nas.corp.test/' }, { host: own.hostIsAddress }],
  [{ host: 'nas.corp.test:80' }, { host: own.hostIsAddress }],
  [{ host: 'nas corp' }, { host: own.hostInvalid }],
  [{ host: '10.0.0.1' }, { host: own.hostInvalid }],
  [{ port: '0' }, { port: own.portInvalid }],
  [{ port: '65536' }, { port: own.portInvalid }],
  [{ port: '22x' }, { port: own.portInvalid }],
  [{ port: '1e3' }, { port: own.portInvalid }],
];
for (const [over, expected] of faults)
  test(`refuses ${JSON.stringify(over).slice(0, 40)}`, () => {
    const read = readDestination({ ...good, ...over }, words.en);
    assert.deepEqual(read, { kind: 'incomplete', faults: expected });
  });

test('what the agent refuses of a destination stands at its host, what concerns all of them at none', () => {
  assert.equal(fieldOfRefusal({ code: 'personal-destination-refused' }), 'host');
  assert.equal(fieldOfRefusal({ code: 'personal-destinations-not-allowed' }), null);
});
