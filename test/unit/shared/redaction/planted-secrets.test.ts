import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { Redactor } from '../../../../shared/redaction/redactor.ts';
import { base32, base64url } from '../../../../shared/rfc4648.ts';

/** How a secret stands in a text, and what of it may not be found anywhere afterwards. */
interface Planted {
  readonly text: string;
  readonly secret: string;
}

const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count });
const token = bytes(16).map((value) => base32.encode(value));
const long = bytes(60).map((value) => base64url.encode(value));
const word = fc.stringMatching(/^[a-z0-9]{8,12}$/).filter((value) => /[0-9]/.test(value) && /[a-z]/.test(value));
const pems = ['P-256', 'P-384'].map((namedCurve) =>
  String(generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' })).trim(),
);
const bodyOf = (pem: string) => pem.split('\n')[1] ?? '';

const kinds: Readonly<Record<string, fc.Arbitrary<Planted>>> = {
  'the code of an invitation': token.map((secret) => ({ text: secret, secret })),
  'an invitation': long.map((secret) => ({ text: `stile1.${secret}.abcdef`, secret })),
  'a link with an invitation': long.map((secret) => ({
    text: `stile://enroll?invitation=stile1.${secret}.abcdef`,
    secret,
  })),
  'a token in a header': token.map((secret) => ({ text: `Authorization: Bearer ${secret}`, secret })),
  'a cookie': word.map((secret) => ({ text: `Cookie: a=b; sid=${secret}`, secret })),
  'a private key': fc.constantFrom(...pems).map((text) => ({ text, secret: bodyOf(text) })),
  'a private key with its line ends written out': fc
    .constantFrom(...pems)
    .map((pem) => ({ text: pem.replaceAll('\n', '\\n'), secret: bodyOf(pem) })),
  'a password in an address': word.map((secret) => ({ text: `https://anna:${secret}@proxy.test/`, secret })),
  'a named password': word.map((secret) => ({ text: `password=${secret}`, secret })),
  'a named secret in JSON': word.map((secret) => ({ text: JSON.stringify({ client_secret: secret }), secret })),
  'bytes that look random': long.map((secret) => ({ text: secret, secret })),
};

/** What a person or another program wrote around it. */
const around = fc.string({
  unit: fc.constantFrom(...'abz A9_-./:;,=?&"\'\\{}[]()\n\t') as fc.Arbitrary<string>,
  maxLength: 12,
});

/** The data with the text at one of its leaves. */
function plantedIn(data: unknown, text: string, where: number): unknown {
  if (Array.isArray(data) && data.length > 0)
    return data.map((each, at) => (at === where % data.length ? plantedIn(each, text, where >> 1) : each));
  if (typeof data === 'object' && data !== null && Object.keys(data).length > 0)
    return Object.fromEntries(
      Object.entries(data).map(([name, each], at, { length }) =>
        at === where % length
          ? where % 7 === 0
            ? [text, each]
            : [name, plantedIn(each, text, where >> 1)]
          : [name, each],
      ),
    );
  return text;
}

for (const [what, kind] of Object.entries(kinds))
  test(`${what} survives nowhere: not in text, not in data, not in a line of the log`, () => {
    fc.assert(
      fc.property(
        kind,
        around,
        around,
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(),
        (planted, before, after, data, where) => {
          // A quote before it would end what it stands in, were it not for the JSON around.
          const { text, secret } = { ...planted, text: `${before} ${planted.text} ${after}` };
          const redactor = new Redactor(['anna']);
          const inside = plantedIn(data, text, where);
          const left = [
            redactor.text(text),
            JSON.stringify(redactor.data(inside)),
            redactor.line(JSON.stringify({ level: 'warn', msg: text, inside })),
            redactor.text(JSON.stringify({ msg: text })),
          ];
          for (const each of left) assert.ok(!each.includes(secret), each);
          assert.ok(redactor.redactions.length > 0);
        },
      ),
      { numRuns: 150 },
    );
  });

test('whatever stands under a name that says secret survives nowhere, also where it is no text', () => {
  const names = ['password', 'accessToken', 'api_key', 'Set-Cookie', 'authorization', 'client-secret', 'privateKey'];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      word,
      fc.jsonValue({ maxDepth: 2 }),
      fc.nat(),
      (name, secret, data, where) => {
        const inside = [data, { [name]: where % 2 === 0 ? secret : { value: [secret] } }];
        assert.ok(!JSON.stringify(new Redactor(null).data(inside)).includes(secret));
      },
    ),
    { numRuns: 100 },
  );
});

test('nobody’s home and no name of a user survives, wherever they stand', () => {
  const name = fc.stringMatching(/^[a-z_][a-z0-9_.$@+-]{3,8}[a-z0-9$]$/);
  const places = [
    (user: string) => `/home/${user}/x`,
    (user: string) => `"C:\\\\Users\\\\${user}\\\\x"`,
    (user: string) => `cannot read /srv/${user}: no`,
    (user: string) => `${user}: waiting`,
  ];
  fc.assert(
    fc.property(name, fc.constantFrom(...places), around, around, (user, place, before, after) => {
      const text = `${before} ${place(user)} ${after}`;
      assert.ok(!new Redactor([user]).text(text).includes(user), text);
    }),
    { numRuns: 200 },
  );
});
