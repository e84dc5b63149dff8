import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type CertificateName,
  formatCertificateName,
  parseCertificateName,
} from '../../../../shared/identity/certificate-name.ts';
import { deviceId, emsId, gatewayId, siteName } from '../../../../shared/ids.ts';

const ems = `ems_${'A'.repeat(25)}Q`;
const uid = '0123456789ABCDEF0123456789ABCDEF';
const gateway = `gw_${'B'.repeat(25)}Q`;
const start = `urn:stile:${ems}:default`;

const letters = (alphabet: string, size: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...alphabet), ...size });
const token = letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', { minLength: 26, maxLength: 26 });
const common = {
  emsId: token.map((text) => emsId.parse(`ems_${text}`)),
  site: letters('abzABZ09_.-', { minLength: 1, maxLength: 64 }).map((text) => siteName.parse(text)),
};
const anyUid = letters('0123456789ABCDEF', { minLength: 32, maxLength: 32 }).map((text) => deviceId.parse(text));
const anyGateway = token.map((text) => gatewayId.parse(`gw_${text}`));
const plain = { noNullPrototype: true } as const;
const osUser = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 100 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
const anyName: fc.Arbitrary<CertificateName> = fc.oneof(
  fc.record({ kind: fc.constant('machine' as const), ...common, uid: anyUid }, plain),
  fc.record({ kind: fc.constant('user' as const), ...common, uid: anyUid, osUser }, plain),
  fc.record({ kind: fc.constant('gateway' as const), ...common, gatewayId: anyGateway }, plain),
);

test('every name can be read back from its URI', () => {
  fc.assert(fc.property(anyName, (name) => assert.deepEqual(parseCertificateName(formatCertificateName(name)), name)));
});

test('a URI holds only characters that no certificate tool quotes, whatever the OS user is', () => {
  fc.assert(fc.property(anyName, (name) => assert.match(formatCertificateName(name), /^[A-Za-z0-9:_.~%-]+$/)));
});

test('one name has one spelling: a URI changed in any place is another name or none', () => {
  const change = fc.record({ at: fc.nat(), letter: fc.string({ minLength: 0, maxLength: 2 }) });
  fc.assert(
    fc.property(anyName, change, (name, { at, letter }) => {
      const uri = formatCertificateName(name);
      const place = at % uri.length;
      const changed = uri.slice(0, place) + letter + uri.slice(place + 1);
      const read = parseCertificateName(changed);
      if (read !== undefined) assert.equal(formatCertificateName(read), changed);
    }),
  );
});

test('arbitrary text is never a name and never an exception', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `${start}:device:${uid}:user:${text}`),
      ),
      (text) => {
        const read = parseCertificateName(text);
        if (read !== undefined) assert.equal(formatCertificateName(read), text);
      },
    ),
  );
});

const refused = [
  '',
  'urn:stile:',
  start,
  `${start}:device:${uid}`,
  `${start}:device:${uid}:machine:`,
  `${start}:device:${uid}:machine:user:anna`,
  `${start}:device:${uid}:user`,
  `${start}:device:${uid}:user:`,
  `${start}:device:${uid}:user:an:na`,
  `${start}:device:${uid}:user:%61nna`,
  `${start}:device:${uid}:user:a%2fb`,
  `${start}:device:${uid}:user:%`,
  `${start}:device:${uid}:user:%FF`,
  `${start}:device:${uid}:user:a%00b`,
  `${start}:device:${uid}:user:${'a'.repeat(257)}`,
  `${start}:device:${uid}:user:anna+x`,
  `${start}:device:${uid.toLowerCase()}:machine`,
  `${start}:device:${uid.slice(1)}:machine`,
  `${start}:gateway:${gateway}:machine`,
  `${start}:gateway:${uid}`,
  `${start}:device:${gateway}:machine`,
  `URN:stile:${ems}:default:device:${uid}:machine`,
  `urn:stile:${ems}::device:${uid}:machine`,
  `urn:stile:${ems}:de fault:device:${uid}:machine`,
  ` ${start}:device:${uid}:machine`,
  `${start}:device:${uid}:machine\n`,
  `${start}:device:${uid}:admin`,
];

test('what is not exactly a name of ours is none', () => {
  for (const uri of refused) assert.equal(parseCertificateName(uri), undefined, JSON.stringify(uri));
});

test('an OS user that cannot be spelt gets no certificate name', () => {
  for (const bad of ['', 'a\0b', '\ud800', 'a'.repeat(257)])
    assert.throws(
      () =>
        formatCertificateName({
          kind: 'user',
          emsId: emsId.parse(ems),
          site: siteName.parse('default'),
          uid: deviceId.parse(uid),
          osUser: bad,
        }),
      TypeError,
    );
});
