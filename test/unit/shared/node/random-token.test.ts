// What a token is made of.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomToken } from '../../../../shared/node/random-token.ts';

test('a token is 26 letters of base32, and none comes twice', () => {
  const tokens = Array.from({ length: 1_000 }, randomToken);
  assert.equal(new Set(tokens).size, tokens.length);
  for (const token of tokens) assert.match(token, /^[A-Z2-7]{25}[AEIMQUY4]$/);
});

test('the bits of tokens are even', () => {
  const letters = Array.from({ length: 1_000 }, randomToken)
    .map((token) => token.slice(0, 25))
    .join('');
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') {
    const share = letters.split(letter).length - 1;
    // 25,000 letters: 781 of each on average, with a deviation of 28.
    assert.ok(share > 500 && share < 1_100, `${letter}: ${share}`);
  }
});
