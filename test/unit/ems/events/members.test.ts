// The connections that a hub holds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMembers } from '../../../../ems/events/members.ts';

test('connections are found by whom they speak for, the oldest first, until they go', () => {
  const members = makeMembers<string, { readonly id: string }>();
  const [one, other] = [{ id: 'a' }, { id: 'b' }];
  members.add('first', one);
  members.add('second', other);
  members.add('third', one);
  assert.deepEqual(members.of('a'), ['first', 'third']);
  assert.deepEqual([...members.sockets()], ['first', 'second', 'third']);
  members.delete('first');
  members.delete('first');
  assert.deepEqual(members.of('a'), ['third']);
  members.delete('third');
  assert.deepEqual(members.of('a'), []);
  assert.deepEqual([...members], [['second', other]]);
  assert.deepEqual([...members.all()], [other]);
});
