import assert from 'node:assert/strict';
import test from 'node:test';
import { failureView, pastedInvitation, questionView } from '../../../../renderer/views/enrolment.ts';
import { catalogue } from '../../../../shared/errors/catalogue.ts';
import { words as everyLanguage } from '../../../../shared/words/words.ts';

const words = everyLanguage.en;
const fabricCa = '0123456789abcdef'.repeat(4);

test('the question shows the whole fingerprint in groups; server, site and domains as they can be trusted to look', () => {
  const summary = {
    ems: 'ems.test:8013',
    site: 'default',
    fabricCa,
    domains: ['a.test', '\u202Etset.b'],
    mayEnroll: true,
  };
  const view = questionView(summary as Parameters<typeof questionView>[0]);
  assert.deepEqual([view.fingerprint.length, view.fingerprint.join('')], [16, fabricCa.toUpperCase()]);
  assert.deepEqual([view.ems, view.site, view.domains], ['ems.test:8013', 'default', ['a.test', '\uFFFDtset.b']]);
});

test('a failure that users meet is told in words of ours, any other as the agent tells it', () => {
  const told = { message: 'by the agent', next: 'as the agent says' };
  const { what, next, code } = failureView({ code: 'pin-mismatch', ...told }, words);
  assert.deepEqual({ what, next }, words.enrolment.failures['pin-mismatch']);
  assert.equal(code, 'pin-mismatch');
  for (const other of ['machine-key-unavailable', 'toString', '__proto__'])
    assert.deepEqual(failureView({ code: other, ...told }, words), {
      what: told.message,
      next: told.next,
      code: other,
    });
});

test('words of ours are for codes that there are', () => {
  for (const code of Object.keys(words.enrolment.failures)) assert.ok(Object.hasOwn(catalogue, code), code);
});

for (const [pasted, expected] of [
  ['', null],
  [' \n\t', null],
  ['\n stile1.abc.def \n', 'stile1.abc.def'],
  ['stile://enroll?invitation=stile1.a.b', 'stile://enroll?invitation=stile1.a.b'],
] as const)
  test(`what is read of ${JSON.stringify(pasted)} is ${JSON.stringify(expected)}`, () => {
    assert.equal(pastedInvitation(pasted), expected);
  });
