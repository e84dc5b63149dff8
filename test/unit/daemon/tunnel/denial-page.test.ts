// The page of a refusal.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denialAnswer, looksLikeHttp, looksLikeTls } from '../../../../daemon/tunnel/denial-page.ts';
import { denial } from '../../../../shared/tunnel/denial.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const why = denial.parse({
  code: '065',
  title: '<script>alert(1)</script>',
  requestId: `req_${'A'.repeat(26)}`,
  destination: 'a&b:80',
  retry: false,
});

test('nothing of a refusal becomes markup, and the length is that of the bytes', () => {
  const answer = denialAnswer(why, ['Schließe "das" an.'], bytes('GET / HTTP/1.1\r\n'));
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  assert.ok(!answer.includes('<script>'));
  assert.ok(body.includes('a&amp;b:80') && body.includes('Schließe &quot;das&quot; an.'));
  assert.match(head, new RegExp(`Content-Length: ${Buffer.byteLength(body)}\r\n`));
});

test('HEAD gets no body', () => {
  assert.ok(denialAnswer(why, [], bytes('HEAD / HTTP/1.1\r\n')).endsWith('\r\n\r\n'));
});

test('requests and handshakes are told apart from everything else', () => {
  for (const text of ['GET / HTTP/1.1\r\n', 'POST /a?b HTTP/1.0\r\nHost: x'])
    assert.ok(looksLikeHttp(bytes(text)), text);
  for (const text of ['', 'GET /', 'SSH-2.0-x\r\n', 'get / HTTP/1.1\r\n', 'PRI * HTTP/2.0\r\n\r\n'])
    assert.ok(!looksLikeHttp(bytes(text)), text);
  assert.ok(looksLikeTls(Uint8Array.of(0x16, 0x03, 0x01)));
  assert.ok(!looksLikeTls(bytes('GET ')));
  assert.ok(!looksLikeTls(new Uint8Array(0)));
});
