// What an identity provider, or somebody between, may say, and why it is not believed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { hasCode } from '../../../../shared/errors/app-error.ts';
import { type IdentityProviderDouble, type Lies, openIdentityProvider } from '../../../doubles/identity-provider.ts';
import { runningEms, type TestDevice, type TestEms } from '../../../doubles/running-ems.ts';
import { oidcAt } from '../user-acts.ts';
import { type Back, type Begun, backOf, begin, finish, usersOf } from './sign-in-stage.ts';

interface Row {
  readonly title: string;
  readonly lies?: Lies;
  /** What comes back to the EMS in the place of what the browser brought. */
  readonly changed?: (begun: Begun, back: Back) => readonly [Begun, Back];
  /** In the audit log. */
  readonly says: RegExp;
}

const seconds = () => Math.floor(Date.now() / 1_000);
const many = (count: number) => Array.from({ length: count }, (_, at) => `group-${at}`);

const rows: readonly Row[] = [
  { title: 'an ID token without a signature', lies: { signing: { kind: 'none' } }, says: /alg/ },
  {
    title: 'an ID token signed with the public key as the secret of a MAC',
    lies: { signing: { kind: 'hmac-with-public-key' } },
    says: /alg/,
  },
  { title: 'an ID token that another key signed', lies: { signing: { kind: 'foreign-key' } }, says: /signature/ },
  { title: 'an ID token that has run out', lies: { claims: { exp: seconds() - 120 } }, says: /"exp"/ },
  { title: 'an ID token without an end', lies: { claims: { exp: undefined } }, says: /"exp"/ },
  { title: 'an ID token of the future', lies: { claims: { iat: seconds() + 3_600 } }, says: /in the future/ },
  { title: 'an ID token of before the sign-in', lies: { claims: { iat: seconds() - 3_600 } }, says: /older than/ },
  { title: 'an ID token for another client', lies: { claims: { aud: 'other' } }, says: /"aud"/ },
  {
    title: 'one for several, issued to another',
    lies: { claims: { aud: ['stile', 'other'], azp: 'other' } },
    says: /azp/,
  },
  { title: 'one that another party was given', lies: { claims: { azp: 'other' } }, says: /another client/ },
  { title: 'an ID token of another issuer', lies: { claims: { iss: 'https://evil.test' } }, says: /"iss"/ },
  { title: 'the nonce of another sign-in', lies: { nonce: 'other' }, says: /nonce/ },
  { title: 'an access token put in the place of another', lies: { accessTokenHash: 'AAAA' }, says: /access token/ },
  {
    title: 'user information about another subject',
    lies: { claims: { preferred_username: undefined }, userinfo: { sub: 'u-2', preferred_username: 'root' } },
    says: /"sub"/,
  },
  { title: 'nobody', lies: { claims: { preferred_username: undefined } }, says: /does not tell the claim/ },
  { title: 'a name with a control character', lies: { claims: { preferred_username: 'a\nb' } }, says: /control/ },
  { title: 'a name that is too long', lies: { claims: { preferred_username: 'a'.repeat(252) } }, says: /too long/ },
  { title: 'groups that are no names', lies: { claims: { groups: [{ name: 'admins' }] } }, says: /no list of names/ },
  { title: 'more groups than can be told', lies: { claims: { groups: many(257) } }, says: /more than 256/ },
  {
    title: 'groups that stand elsewhere, because there are too many',
    lies: { claims: { groups: undefined, _claim_names: { groups: 'src1' } } },
    says: /only elsewhere/,
  },
  {
    title: 'another issuer than before',
    lies: { discovery: { issuer: 'https://evil.test' } },
    says: /identity-provider-unfit/,
  },
  { title: 'a token endpoint without TLS', lies: { discovery: { token_endpoint: 'http://evil.test' } }, says: /unfit/ },
  {
    title: 'the issuer of another provider, in the browser (RFC 9207)',
    changed: (begun, back) => [begun, { ...back, issuer: 'https://evil.test' }],
    says: /"iss"/,
  },
  {
    title: 'no issuer at all, in the browser',
    changed: (begun, back) => [begun, { ...back, issuer: '' }],
    says: /"iss"/,
  },
  {
    title: 'the code of another sign-in of the same device',
    changed: (begun) => [begun, backOf(new URL(provider.approve(other.url)))],
    says: /invalid_grant|server responded/,
  },
  {
    title: 'the verifier of another sign-in',
    changed: (begun, back) => [{ ...begun, verifier: other.verifier }, back],
    says: /verifier/,
  },
  {
    title: 'the sign-in of another device',
    changed: (begun, back) => [{ ...begun, device: stranger }, back],
    says: /no such sign-in/,
  },
];

const asTheyAre: NonNullable<Row['changed']> = (begun, back) => [begun, back];

let ems: TestEms;
let provider: IdentityProviderDouble;
let device: TestDevice;
let stranger: TestDevice;
let other: Begun;

describe('what is not believed', () => {
  before(async () => {
    provider = await openIdentityProvider();
    ems = await runningEms();
    device = await ems.enroll();
    stranger = await ems.enroll();
    await ems.admin.call('addSignInProvider', { provider: oidcAt(provider), clientSecret: null, dryRun: false });
  });
  after(async () => {
    await ems[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const latest = async () => (await ems.admin.call('audit', { limit: 1 })).entries[0];

  for (const { title, lies = {}, changed = asTheyAre, says } of rows)
    test(title, async () => {
      provider.lies = {};
      device = await ems.enroll();
      other = await begin(ems, device, { provider: 'corp' });
      const begun = await begin(ems, device, { provider: 'corp' });
      const back = backOf(new URL(provider.approve(begun.url)));
      provider.lies = lies;
      await assert.rejects(finish(ems, ...changed(begun, back)), (error) => hasCode(error, 'ems-refused'));
      const entry = await latest();
      assert.deepEqual([entry?.action, entry?.outcome], ['user sign-in', 'refused']);
      assert.match(entry?.detail ?? '', says);
      provider.lies = {};
      for (const each of [device, stranger]) assert.deepEqual(await usersOf(ems, each), []);
    });

  test('the same without a lie is believed, once', async () => {
    provider.lies = {};
    const begun = await begin(ems, device, { provider: 'corp' });
    const back = backOf(new URL(provider.approve(begun.url)));
    assert.equal((await finish(ems, begun, back)).subject, 'corp:anna');
    await assert.rejects(finish(ems, begun, back), (error) => hasCode(error, 'ems-refused'));
    const codes = provider.redeemed.filter(({ form }) => form.get('code') === back.code);
    assert.equal(codes.length, 1);
  });

  test('a key that took the place of another counts at once', async () => {
    const begun = await begin(ems, device, { provider: 'corp' });
    provider.rotate();
    const user = await finish(ems, begun, backOf(new URL(provider.approve(begun.url))));
    assert.equal(user.subject, 'corp:anna');
  });

  test('an e-mail address counts only if the provider says that it is verified', async () => {
    const settings = { ...oidcAt(provider, 'mail'), subjectClaim: 'email', groupsClaim: null };
    await ems.admin.call('addSignInProvider', { provider: settings, clientSecret: null, dryRun: false });
    for (const [email_verified, isTaken] of [
      [undefined, false],
      ['true', false],
      [true, true],
    ] as const) {
      const begun = await begin(ems, device, { provider: 'mail' });
      provider.lies = { claims: { email: 'anna@corp.test', email_verified } };
      const done = finish(ems, begun, backOf(new URL(provider.approve(begun.url))));
      if (isTaken) assert.deepEqual((await done).subject, 'mail:anna@corp.test');
      else await assert.rejects(done, (error) => hasCode(error, 'ems-refused'));
    }
  });

  const unfit: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['calls itself something else', { issuer: 'https://evil.test' }, /issuer/],
    ['signs with what anybody could forge', { id_token_signing_alg_values_supported: ['HS256'] }, /signs with none/],
    ['knows no PKCE', { code_challenge_methods_supported: ['plain'] }, /PKCE/],
    ['knows no codes', { response_types_supported: ['id_token'] }, /no authorization codes/],
    ['sends people where there is no TLS', { authorization_endpoint: 'http://evil.test' }, /not HTTPS/],
  ];
  for (const [title, discovery, says] of unfit)
    test(`a provider that ${title} is not added`, async () => {
      provider.lies = { discovery };
      const adding = ems.admin.call('addSignInProvider', {
        provider: oidcAt(provider, 'new'),
        clientSecret: 'kept',
        dryRun: false,
      });
      await assert.rejects(adding, (error) => error instanceof Error && says.test(error.message));
      provider.lies = {};
      const { providers } = await ems.admin.call('signInProviders', {});
      assert.ok(!providers.some((each) => each.id === 'new'));
    });

  test('a provider whose issuer differs by a slash is not added, for its ID tokens would differ, too', async () => {
    const told = { ...oidcAt(provider, 'new'), issuer: `${provider.issuer}/` };
    const adding = ems.admin.call('addSignInProvider', { provider: told, clientSecret: null, dryRun: true });
    await assert.rejects(adding, /it calls itself https:\/\/localhost:\d+$/);
  });

  test('a try asks the provider and changes nothing', async () => {
    const wanted = { provider: oidcAt(provider, 'new'), clientSecret: 'kept', dryRun: true };
    const { discovered } = await ems.admin.call('addSignInProvider', wanted);
    assert.deepEqual(discovered.algorithms, ['ES256']);
    const { providers } = await ems.admin.call('signInProviders', {});
    assert.ok(!providers.some((each) => each.id === 'new'));
  });
});
