import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { diagRequest, readDiagAnswer } from '../../../../native/socket-owner/inet-diag.ts';
import { findSocket } from '../../../../native/socket-owner/parse.ts';
import { ipv4Bytes, ownerFrom } from '../../../../native/socket-owner/tcp-state.ts';

const fixtures = path.join(import.meta.dirname, '../../../fixtures/socket-owner/linux');
const tables = Promise.all(['tcp.txt', 'tcp6.txt'].map((file) => readFile(path.join(fixtures, file), 'latin1')));

function client(port: number) {
  return { address: Buffer.from([127, 0, 0, 1]), port, peerAddress: Buffer.from([127, 235, 0, 5]), peerPort: 8080 };
}

test('the client’s row is found, not the server’s nor the listener’s', async () => {
  const [tcp = ''] = await tables;
  assert.deepEqual(findSocket(tcp, client(40_001)), { state: 1, uid: 1000, inode: 73_662 });
  assert.equal(findSocket(tcp, client(40_009)), null);
});

test('a client that uses a mapped address stands in the table of IPv6', async () => {
  const [tcp = '', tcp6 = ''] = await tables;
  assert.equal(findSocket(tcp, client(40_002)), null);
  assert.deepEqual(findSocket(tcp6, client(40_002)), { state: 1, uid: 1001, inode: 73_664 });
});

test('a socket that nobody holds any more does not pass for root’s', async () => {
  const [tcp = ''] = await tables;
  const closed = findSocket(tcp, client(40_003));
  assert.deepEqual(closed, { state: 6, uid: 0, inode: 0 });
  assert.deepEqual(ownerFrom({ state: 6, uid: 0, inode: 0 }), { kind: 'unknown', reason: 'gone' });
  assert.deepEqual(ownerFrom({ state: 5, uid: 0, inode: 0 }), { kind: 'unknown', reason: 'gone' });
  assert.deepEqual(ownerFrom({ state: 10, uid: 0, inode: 7 }), { kind: 'unknown', reason: 'gone' });
});

test('a client that has ended its half but is there still has an owner', () => {
  assert.deepEqual(ownerFrom({ state: 5, uid: 1000, inode: 7 }), { kind: 'known', uid: 1000, inode: 7 });
});

test('addresses are taken as IPv4, mapped ones too, and nothing else', () => {
  assert.deepEqual(ipv4Bytes('127.235.0.5'), Buffer.from([127, 235, 0, 5]));
  assert.deepEqual(ipv4Bytes('::ffff:127.0.0.1'), Buffer.from([127, 0, 0, 1]));
  for (const address of ['::1', '', '1.2.3', 'localhost']) assert.equal(ipv4Bytes(address), null);
});

/** An answer as the kernel gives it: header, then inet_diag_msg. */
function answerTo(sequence: number, port: number, uid: number): Buffer {
  const message = Buffer.alloc(88);
  message.writeUInt32LE(88, 0);
  message.writeUInt16LE(20, 4);
  message.writeUInt32LE(sequence, 8);
  message[16] = 2;
  message[17] = 1;
  message.writeUInt16BE(port, 20);
  message.writeUInt16BE(8080, 22);
  Buffer.from([127, 0, 0, 1]).copy(message, 24);
  Buffer.from([127, 235, 0, 5]).copy(message, 40);
  message.writeUInt32LE(uid, 80);
  message.writeUInt32LE(77, 84);
  return message;
}

test('only the answer to this question about this socket is believed', () => {
  const name = client(40_001);
  const socket = { state: 1, uid: 1000, inode: 77 };
  assert.deepEqual(readDiagAnswer(answerTo(5, 40_001, 1000), name, 5), { kind: 'socket', socket });
  assert.deepEqual(readDiagAnswer(answerTo(4, 40_001, 1000), name, 5), { kind: 'other' });
  assert.deepEqual(readDiagAnswer(answerTo(5, 40_002, 1000), name, 5), { kind: 'none' });
  assert.deepEqual(readDiagAnswer(answerTo(5, 40_001, 1000).subarray(0, 60), name, 5), { kind: 'other' });
  assert.deepEqual(readDiagAnswer(Buffer.alloc(3), name, 5), { kind: 'other' });
});

test('the kernel’s refusal is told apart from there being no such socket', () => {
  const refusal = Buffer.alloc(36);
  refusal.writeUInt16LE(2, 4);
  refusal.writeUInt32LE(5, 8);
  refusal.writeInt32LE(-2, 16);
  assert.deepEqual(readDiagAnswer(refusal, client(1), 5), { kind: 'none' });
  refusal.writeInt32LE(-1, 16);
  assert.deepEqual(readDiagAnswer(refusal, client(1), 5), { kind: 'failed', errno: 1 });
});

test('a question names the socket from its own side', () => {
  const request = diagRequest(client(40_001), 5);
  assert.equal(request.length, 72);
  assert.deepEqual([request.readUInt16BE(24), request.readUInt16BE(26)], [40_001, 8080]);
  assert.deepEqual(request.subarray(28, 32), Buffer.from([127, 0, 0, 1]));
  assert.deepEqual(request.subarray(44, 48), Buffer.from([127, 235, 0, 5]));
});
