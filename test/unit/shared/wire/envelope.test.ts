import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientMessage, serverMessage } from '../../../../shared/wire/envelope.ts';

const request = { type: 'request', id: 1, command: 'status', params: {} };

test('a request is read as it was written', () => {
  assert.deepEqual(clientMessage.parse(request), request);
});

test('an unknown field of any message is refused', () => {
  assert.equal(clientMessage.safeParse({ ...request, uid: 0 }).success, false);
  const hello = { type: 'hello', contract: 'agent', version: 1 };
  assert.equal(clientMessage.safeParse({ ...hello, uid: 0 }).success, false);
  assert.equal(serverMessage.safeParse({ ...hello, product: 'stile', more: 1 }).success, false);
  assert.equal(serverMessage.safeParse({ type: 'event', event: 'state', payload: 1, more: 1 }).success, false);
});

test('ids, names and versions out of their bounds are refused', () => {
  for (const id of [0, -1, 1.5, 2 ** 31, '1']) assert.equal(clientMessage.safeParse({ ...request, id }).success, false);
  assert.equal(clientMessage.safeParse({ ...request, command: 'x'.repeat(65) }).success, false);
  assert.equal(clientMessage.safeParse({ type: 'hello', contract: '', version: 1 }).success, false);
});

test('a response has a result or an error, never both', () => {
  const error = { code: 'x', message: 'y' };
  assert.equal(serverMessage.safeParse({ type: 'response', id: 1, ok: true, result: {}, error }).success, false);
  assert.equal(serverMessage.safeParse({ type: 'response', id: 1, ok: false, result: {} }).success, false);
  assert.equal(serverMessage.safeParse({ type: 'response', id: 1, ok: false, error }).success, true);
});
