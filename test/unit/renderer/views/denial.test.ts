// Every code has its sentence and its advice; what is not known is told by its own title, made fit to be shown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denialNext, denialWhy } from '../../../../renderer/views/denial.ts';
import { type DenialCode, denialCodes } from '../../../../shared/tunnel/denial.ts';
import { words } from '../../../../shared/words/words.ts';

test('what can be tried again unchanged is never advised to go to the administrator', () => {
  for (const [code, { retry }] of Object.entries(denialCodes)) {
    const next = denialNext({ code, retry }, words.en);
    if (retry && code !== '098') assert.notEqual(next, words.en.denials.next.administrator, code);
    if (!retry) assert.notEqual(next, words.en.denials.next.again, code);
  }
});

test('each code has a sentence of its own', () => {
  const codes = Object.keys(denialCodes) as DenialCode[];
  const told = codes.map((code) => denialWhy({ code, title: 'title' }, words.en));
  assert.equal(new Set(told).size, codes.length);
});

test('a code of a later release is told by its title, without what hides in it', () => {
  const denial = { code: '999', title: 'New\u202E <b>reason</b>', retry: true };
  assert.equal(denialWhy(denial, words.en), 'The gateway said: New\uFFFD <b>reason</b>');
  assert.equal(denialNext(denial, words.en), words.en.denials.next.again);
  assert.equal(denialNext({ ...denial, retry: false }, words.en), words.en.denials.next.administrator);
});

test('a code that is the name of something every object has is not known', () => {
  assert.equal(denialWhy({ code: 'constructor', title: 'x' }, words.en), 'The gateway said: x');
});
