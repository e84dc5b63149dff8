import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError, hasCode } from '../../../../shared/errors/app-error.ts';
import { siteName } from '../../../../shared/ids.ts';
import { type Invitation, invitationLink } from '../../../../shared/invitation/invitation.ts';
import {
  invitationCodeHash,
  newInvitationCode,
  readInvitation,
  writeInvitation,
} from '../../../../shared/node/invitation.ts';

const good: Invitation = {
  v: 1,
  role: 'device',
  ems: 'ems.corp.test:8013',
  site: siteName.parse('default'),
  code: newInvitationCode(),
  ca: 'ab'.repeat(32),
  domains: ['corp.test'],
  needs: [],
};

function textOf(content: unknown): string {
  const json = Buffer.from(JSON.stringify(content));
  const checksum = createHash('sha256').update(json).digest().subarray(0, 4);
  return `stile1.${json.toString('base64url')}.${checksum.toString('base64url')}`;
}

const isMalformed = (error: unknown) => hasCode(error, 'invitation-malformed');
const isTooNew = (error: unknown) => hasCode(error, 'invitation-too-new');

test('an invitation is read back as it was written, from its text and from its link', () => {
  const text = writeInvitation(good);
  assert.equal(text, textOf(good));
  assert.deepEqual(readInvitation(text), good);
  assert.deepEqual(readInvitation(`  ${text}\n`), good);
  assert.deepEqual(readInvitation(invitationLink(text)), good);
});

test('an invitation with any letter lost or changed is refused', () => {
  const text = writeInvitation(good);
  for (let at = 0; at < text.length; at += 1) {
    assert.throws(() => readInvitation(text.slice(0, at) + text.slice(at + 1)), isMalformed);
    const other = text[at] === 'A' ? 'B' : 'A';
    assert.throws(() => readInvitation(text.slice(0, at) + other + text.slice(at + 1)), AppError);
  }
});

test('arbitrary text is refused as malformed', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.throws(() => readInvitation(text), isMalformed)));
});

test('an invitation that needs something unknown is too new, whatever else it holds', () => {
  assert.throws(() => readInvitation(textOf({ ...good, needs: ['quorum'] })), isTooNew);
  assert.throws(() => readInvitation(textOf({ v: 2, needs: [], shape: 'other' })), isTooNew);
  assert.throws(() => readInvitation(textOf(good).replace('stile1', 'stile2')), isTooNew);
});

test('fields that later releases add without need are ignored', () => {
  assert.deepEqual(readInvitation(textOf({ ...good, colour: 'green' })), good);
});

const broken: Readonly<Record<string, unknown>> = {
  'no needs': { ...good, needs: undefined },
  'a public suffix as domain': { ...good, domains: ['co.uk'] },
  'an address as domain': { ...good, domains: ['10.0.0.1'] },
  'localhost as domain': { ...good, domains: ['localhost'] },
  'a code of another length': { ...good, code: 'ABC' },
  'a code with a stray bit': { ...good, code: `${'A'.repeat(25)}B` },
  'no such role': { ...good, role: 'admin' },
  'no port': { ...good, ems: 'ems.corp.test' },
  'an impossible port': { ...good, ems: 'ems.corp.test:70000' },
  'a short pin': { ...good, ca: 'ab' },
  'a list': [],
  nothing: null,
};

for (const [what, content] of Object.entries(broken))
  test(`an invitation with ${what} is malformed, and the error does not repeat the code`, () => {
    assert.throws(
      () => readInvitation(textOf(content)),
      (error: unknown) => isMalformed(error) && error instanceof AppError && !error.message.includes(good.code),
    );
  });

test('an invitation that is too long is not even decoded', () => {
  assert.throws(() => readInvitation(`stile1.${'A'.repeat(9_000)}.AAAAAA`), isMalformed);
  const domains = Array.from({ length: 60 }, (_, at) => `${'a'.repeat(60)}.${'b'.repeat(60)}.corp${at}.test`);
  assert.throws(() => writeInvitation({ ...good, domains }), isMalformed);
});

test('a link has the one parameter and nothing else', () => {
  const text = writeInvitation(good);
  for (const link of [
    `stile://enroll?invitation=${text}&ems=evil.test:1`,
    `stile://enroll?ems=evil&invitation=${text}`,
    `stile://enroll?invitation=${text}#x`,
    `stile://enroll/?invitation=${text}`,
    `stile://other?invitation=${text}`,
    `STILE://enroll?invitation=${text}`,
    `stile:${text}`,
    'stile://enroll?invitation=',
  ])
    assert.throws(() => readInvitation(link), isMalformed, link);
});

test('a code is 128 bits, may be typed in small letters, and is stored as a hash', () => {
  const code = newInvitationCode();
  assert.match(code, /^[A-Z2-7]{26}$/);
  assert.notEqual(code, newInvitationCode());
  assert.equal(invitationCodeHash(code.toLowerCase()), invitationCodeHash(code));
  assert.equal(invitationCodeHash('not a code'), undefined);
});
