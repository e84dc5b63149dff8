// Each kind of notice in words, with names of others made harmless, and long lists cut short.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '../../../../shared/shell/gui-state.ts';
import { noticeText } from '../../../../shared/shell/notice-text.ts';
import { words } from '../../../../shared/words/words.ts';

type What = Notice['what'];

const rows: readonly (readonly [name: string, what: What, title: RegExp, body: RegExp])[] = [
  [
    'an enrolment names its EMS',
    { kind: 'enrolled', ems: 'ems.corp.test:8013' },
    /enrolled/,
    /\(ems\.corp\.test:8013\)/,
  ],
  [
    'a withdrawal names its EMS',
    { kind: 'withdrawn', ems: 'ems\u202E.test' },
    /withdrawn/,
    /^ems\uFFFD\.test no longer/,
  ],
  [
    'one lost tag names the rule in the way',
    { kind: 'tags-lost', tags: ['managed'], rules: ['<b>Disk</b>'] },
    /^A tag was lost$/,
    /^managed\. In the way: <b>Disk<\/b>\.$/,
  ],
  [
    'of many tags the first are named and the others counted',
    { kind: 'tags-lost', tags: ['a', 'b', 'c', 'd', 'e'], rules: [] },
    /^5 tags were lost$/,
    /^a, b, c, and 2 more\. Some services/,
  ],
  [
    'what came back is named',
    { kind: 'recovered', tags: ['a', 'b'] },
    /well again/,
    /^This device has back: a and b\.$/,
  ],
  [
    'a recovery without tags is one of services',
    { kind: 'recovered', tags: [] },
    /well again/,
    /services are within reach/,
  ],
  [
    'refusals are counted and say their code',
    { kind: 'denied', destinations: ['files.corp.test:22'], count: 7, code: '065', requestId: 'req' },
    /refused 7 times/,
    /^files\.corp\.test:22 \(code 065\)/,
  ],
  [
    'a silent EMS is named',
    { kind: 'ems-unreachable', ems: 'ems:8013', since: '' },
    /does not answer/,
    /^ems:8013 has not/,
  ],
  ['a sign-in page is asked for', { kind: 'captive-portal' }, /sign in/, /sign-in page/],
  ['a missing agent is told', { kind: 'agent-gone' }, /not running/, /out of reach/],
  ['an unfinished update is told', { kind: 'incompatible' }, /update/, /versions/],
  [
    'a newer release is told with its time',
    { kind: 'update-ready', version: '0.2.0', installAt: '2026-11-28T12:00:00Z' },
    /newer version/,
    /^Version 0\.2\.0 is installed by itself from .*2026.* on\./,
  ],
  [
    'a warning is told in its own words, on one line',
    { kind: 'warning', code: 'x', text: 'a\nb\u0000' },
    /warns/,
    /^a b\uFFFD$/,
  ],
];

for (const [name, what, title, body] of rows)
  test(name, () => {
    const text = noticeText(what, words.en, 'en');
    assert.match(text.title, title);
    assert.match(text.body, body);
  });
