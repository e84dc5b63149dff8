// How a denial is told: to whom as a page, in which language, with what, and never with more than may be known.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { denialAnswer } from '../../../../../gateway/web/denial/denial-answer.ts';
import { wantsPage } from '../../../../../gateway/web/denial/negotiate.ts';
import { texts } from '../../../../../gateway/web/denial/texts/texts.ts';
import type { DenialFacts } from '../../../../../gateway/web/ports.ts';
import { deviceId, requestId } from '../../../../../shared/ids.ts';
import { languageLiked } from '../../../../../shared/page/accept.ts';
import { denial, denialCodes } from '../../../../../shared/tunnel/denial.ts';
import { language as languages } from '../../../../../shared/words/language.ts';

const facts: DenialFacts = {
  denial: {
    code: '065',
    title: 'ZTNA Policy Deny',
    requestId: requestId.parse(`req_${'A'.repeat(26)}`),
    destination: 'crm.corp.test:9443',
    policy: 'staff',
    tags: ['disk-encrypted'],
    retry: false,
  },
  host: 'crm.corp.test:9443',
  deviceId: deviceId.parse('9F86D081884C7D659A2FEAA0C55AD015'),
  serial: '1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D',
  user: 'ada@corp.test',
  ems: 'ems_site',
  at: new Date('2026-11-27T13:20:05Z'),
};
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', acceptLanguage: 'en' };
const fieldOf = (answer: ReturnType<typeof denialAnswer>, name: string) =>
  answer.fields.find(([field]) => field === name)?.[1];

const takes: Readonly<Record<string, boolean>> = {
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8': true,
  'TEXT/HTML': true,
  'application/json, text/html': true,
  '*/*': false,
  'application/json': false,
  'text/html;q=0.5, application/json': false,
  'text/html;q=0': false,
  'text/html;q=x': false,
  'image/avif,image/webp,*/*': false,
  '': false,
};

for (const [accept, isPage] of Object.entries(takes))
  test(`Accept: ${accept} gets ${isPage ? 'a page' : 'JSON'}`, () => assert.equal(wantsPage(accept), isPage));

const wishes: Readonly<Record<string, string>> = {
  'de-AT,de;q=0.9,en;q=0.8': 'de',
  'en-GB': 'en',
  'fr;q=0.1, es;q=0.2': 'es',
  'pt, ja;q=0.5': 'ja',
  'zh-CN,zh;q=0.9': 'zh-Hans',
  'zh-Hans-SG': 'zh-Hans',
  'zh-TW,ja;q=0.9': 'ja',
  'de;q=0': 'en',
  '*': 'en',
  '': 'en',
};

for (const [wish, language] of Object.entries(wishes))
  test(`Accept-Language: ${wish} gets ${language}`, () => assert.equal(languageLiked(wish), language));

test('a page says code, words, tags, who, whose, when and which request', () => {
  const { status, body, fields } = denialAnswer(facts, browser);
  assert.equal(status, 403);
  const { title, what, next } = texts.en.causes['tag-missing'];
  const shown = [
    title,
    what,
    next,
    '065',
    'disk-encrypted',
    'crm.corp.test:9443',
    'staff',
    'ada@corp.test',
    'ems_site',
  ];
  for (const text of [...shown, String(facts.deviceId), String(facts.serial), facts.denial.requestId, '1:20:05'])
    assert.ok(body.includes(text), text);
  assert.deepEqual(new Map(fields).get('X-Stile-Request-Id'), facts.denial.requestId);
});

test('before the device is known a page says code, time and request, and nothing else of the asker or the asked', () => {
  const stranger = { ...facts, deviceId: null, denial: { ...facts.denial, code: '002', tags: [] } };
  const { body } = denialAnswer(stranger, browser);
  for (const text of ['crm.corp.test', 'staff', 'ada@corp.test', 'ems_site', '1A2B3C'])
    assert.ok(!body.includes(text), text);
  assert.ok(body.includes(facts.denial.requestId));
});

test('every code has words in every language, and nobody`s are another`s', () => {
  for (const code of Object.keys(denialCodes)) {
    const titles = languages.options.map((acceptLanguage) => {
      const { body } = denialAnswer({ ...facts, denial: { ...facts.denial, code } }, { ...browser, acceptLanguage });
      assert.match(body, new RegExp(`<html lang="${acceptLanguage}">`));
      return /<h1>(.*)<\/h1>/.exec(body)?.[1] ?? '';
    });
    assert.equal(new Set(titles).size, languages.options.length, code);
  }
});

test('no value writes HTML, wherever it stands', () => {
  const nasty = `"><script>alert('&')</script>`;
  const all: DenialFacts = {
    ...facts,
    denial: { ...facts.denial, title: nasty, destination: nasty, policy: nasty, tags: [nasty] },
    serial: nasty,
    user: nasty,
    ems: nasty,
  };
  const { body } = denialAnswer(all, browser);
  assert.doesNotMatch(body, /<script|alert\('/);
  assert.equal(body.match(/&quot;&gt;&lt;script&gt;alert\(&#39;&amp;&#39;\)&lt;\/script&gt;/g)?.length, 7);
});

test('a page loads nothing, runs nothing, and its only style is the one its policy names', () => {
  const answer = denialAnswer(facts, browser);
  const policy = fieldOf(answer, 'Content-Security-Policy') ?? '';
  const sheets = [...answer.body.matchAll(/<style>([\s\S]*?)<\/style>/g)].map((match) => match[1] ?? '');
  assert.equal(sheets.length, 1);
  const hash = createHash('sha256')
    .update(sheets[0] ?? '')
    .digest('base64');
  assert.ok(policy.startsWith(`default-src 'none'; style-src 'sha256-${hash}';`), policy);
  assert.doesNotMatch(answer.body, /<script|<link|<img|<iframe|\son[a-z]+=|\sstyle=|src=|url\(|@import/);
});

test('trying again is offered only where it can help', () => {
  assert.doesNotMatch(denialAnswer(facts, browser).body, /<a /);
  const retry = { ...facts, denial: { ...facts.denial, code: '067', retry: true } };
  assert.match(denialAnswer(retry, browser).body, /<a href="">Try again<\/a>/);
});

test('a program gets the one shape of denials', () => {
  const answer = denialAnswer(facts, { accept: '*/*', acceptLanguage: undefined });
  assert.equal(fieldOf(answer, 'Content-Type'), 'application/json');
  assert.deepEqual(denial.parse(JSON.parse(answer.body)), facts.denial);
});
