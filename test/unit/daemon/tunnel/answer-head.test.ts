// The head of a gateway's answer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestHead, readAnswerHead } from '../../../../daemon/tunnel/answer-head.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const answer = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: stile-tunnel/1\r\nX-Empty:\r\n\r\n';

test('a head is read wherever it was cut', () => {
  for (let cut = 0; cut < answer.length; cut += 1)
    assert.deepEqual(readAnswerHead(bytes(answer.slice(0, cut))), { kind: 'partial' }, String(cut));
  const head = readAnswerHead(bytes(`${answer}rest`));
  assert.ok(head.kind === 'whole');
  assert.deepEqual([head.status, head.length], [101, answer.length]);
  assert.deepEqual(
    [...head.headers],
    [
      ['upgrade', 'stile-tunnel/1'],
      ['x-empty', ''],
    ],
  );
});

test('what is no head of HTTP/1.1 is malformed', () => {
  const wrong = [
    'HTTP/1.0 101 Switching\r\n\r\n',
    'HTTP/1.1 1010\r\n\r\n',
    'SSH-2.0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 2\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA : 1\r\n\r\n',
  ];
  for (const text of wrong) assert.deepEqual(readAnswerHead(bytes(text)), { kind: 'invalid', why: 'malformed' }, text);
});

test('a head that does not end in 16 KiB is too large', () => {
  const endless = `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(largestHead)}`;
  assert.deepEqual(readAnswerHead(bytes(endless)), { kind: 'invalid', why: 'too-large' });
  assert.deepEqual(readAnswerHead(bytes(`${endless}\r\n\r\n`)), { kind: 'invalid', why: 'too-large' });
});
