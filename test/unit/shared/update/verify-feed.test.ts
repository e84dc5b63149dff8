import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { describe, test } from 'node:test';
import { keyIdOf } from '../../../../shared/node/update/key-id.ts';
import { verifyFeed } from '../../../../shared/node/update/verify-feed.ts';
import { envelope, feedType } from '../../../../shared/update/envelope.ts';
import type { UpdateKeys } from '../../../../shared/update/update-keys.ts';
import { exampleManifest, examplePackage, exampleRelease, feedBytes, holders } from '../../../doubles/update-feed.ts';

const own = holders();
const three = holders(3, 2);
const foreign = holders();
const next = holders(2, 2, 2);
const good = feedBytes(exampleManifest(), own.privateKeys);

interface Row {
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly trusted?: UpdateKeys;
  readonly why: RegExp;
}

/** Every feed that is none: it is refused before anything of it is believed. */
const refused: readonly Row[] = [
  { what: 'an empty file', bytes: Buffer.alloc(0), why: /not a signed feed/ },
  { what: 'a page of somebody else', bytes: Buffer.from('<html>'), why: /not a signed feed/ },
  { what: 'bytes that are no UTF-8', bytes: Buffer.from([0xff, 0xfe, 0x00]), why: /not a signed feed/ },
  { what: 'a truncated feed', bytes: good.subarray(0, good.length - 20), why: /not a signed feed/ },
  { what: 'a feed that never ends', bytes: Buffer.alloc(600_000, 0x20), why: /larger/ },
  { what: 'no signature', bytes: changed(good, { signatures: [] }), why: /not a signed feed/ },
  { what: 'a foreign key', bytes: feedBytes(exampleManifest(), foreign.privateKeys), why: /too few/ },
  { what: 'a foreign key that calls itself ours', bytes: posing(), why: /too few/ },
  { what: 'one changed letter', bytes: changed(good, { payload: withoutExpiry(good) }), why: /too few/ },
  { what: 'a payload that is not base64url', bytes: changed(good, { payload: 'e30=' }), why: /base64url/ },
  { what: 'a signature of our key for another purpose', bytes: signedOtherwise((payload) => payload), why: /too few/ },
  {
    what: 'a signature of our key for another product',
    bytes: signedOtherwise((payload) => Buffer.concat([Buffer.from(`DSSEv1 5 other ${payload.length} `), payload])),
    why: /too few/,
  },
  {
    what: 'another type of document',
    bytes: changed(good, { payloadType: 'application/vnd.in-toto+json' }),
    why: /not a signed feed/,
  },
  {
    what: 'one key where two must sign',
    bytes: feedBytes(exampleManifest(), three.privateKeys.slice(0, 1)),
    trusted: three.trusted,
    why: /too few/,
  },
  {
    what: 'one key twice where two must sign',
    bytes: twice(feedBytes(exampleManifest(), three.privateKeys.slice(0, 1))),
    trusted: three.trusted,
    why: /too few/,
  },
  {
    what: 'successors of the keys that only the successors signed',
    bytes: feedBytes(exampleManifest({ keys: next.trusted }), next.privateKeys),
    why: /too few of the keys that this device trusts/,
  },
  {
    what: 'successors of the keys that did not sign themselves',
    bytes: feedBytes(exampleManifest({ keys: next.trusted }), [...own.privateKeys, ...next.privateKeys.slice(0, 1)]),
    why: /too few of the keys that it brings/,
  },
  ...['../evil.deb', '/etc/cron.d/evil', 'C:\\evil.msi', 'a\0.deb', 'a..deb', '.hidden', 'a/b.deb', 'x.deb ', ''].map(
    (name) => ({
      what: `a package called ${JSON.stringify(name)}`,
      bytes: unchecked(name),
      why: /not a feed of this release/,
    }),
  ),
];

describe('a feed is refused with', () => {
  for (const { what, bytes, trusted, why } of refused) {
    test(what, () => {
      const answer = verifyFeed(bytes, trusted ?? own.trusted);
      assert.equal(answer.kind, 'refused');
      assert.match(answer.kind === 'refused' ? answer.why : '', why);
    });
  }
});

describe('a feed is taken', () => {
  test('with the signature of the key that the device trusts', () => {
    const answer = verifyFeed(good, own.trusted);
    assert.equal(answer.kind === 'verified' && answer.manifest.sequence, 7);
    assert.equal(answer.kind === 'verified' && answer.keys, own.trusted);
  });

  test('with as many signatures as it takes, whoever else signed too', () => {
    const bytes = feedBytes(exampleManifest(), [...three.privateKeys.slice(1), ...foreign.privateKeys]);
    assert.equal(verifyFeed(bytes, three.trusted).kind, 'verified');
  });

  test('with successors of the keys, which count from then on and the old ones no more', () => {
    const bytes = feedBytes(exampleManifest({ keys: next.trusted }), [...own.privateKeys, ...next.privateKeys]);
    const answer = verifyFeed(bytes, own.trusted);
    assert.deepEqual(answer.kind === 'verified' && answer.keys, next.trusted);
    assert.equal(verifyFeed(bytes, next.trusted).kind, 'verified');
    assert.equal(verifyFeed(good, next.trusted).kind, 'refused');
  });

  test('without falling back to older keys that it still names', () => {
    const bytes = feedBytes(exampleManifest({ keys: own.trusted }), next.privateKeys);
    const answer = verifyFeed(bytes, next.trusted);
    assert.equal(answer.kind === 'verified' && answer.keys, next.trusted);
  });
});

function changed(feed: Buffer, over: object): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(feed.toString()), ...over }));
}

function withoutExpiry(feed: Buffer): string {
  const payload = Buffer.from(envelope.parse(JSON.parse(feed.toString())).payload, 'base64url').toString();
  return Buffer.from(payload.replace(/"expires":"\d{4}/, '"expires":"2999')).toString('base64url');
}

function posing(): Buffer {
  const feed = envelope.parse(JSON.parse(feedBytes(exampleManifest(), foreign.privateKeys).toString()));
  return changed(Buffer.from(JSON.stringify(feed)), { signatures: [{ ...feed.signatures[0], keyid: ownId() }] });
}

function twice(feed: Buffer): Buffer {
  const { signatures } = envelope.parse(JSON.parse(feed.toString()));
  return changed(feed, { signatures: [...signatures, ...signatures] });
}

/** Our own key's signature, but not over what a feed has signed. */
function signedOtherwise(bytesFor: (payload: Buffer) => Buffer): Buffer {
  const [key] = own.privateKeys;
  const payload = Buffer.from(JSON.stringify(exampleManifest()));
  const sig = key === undefined ? '' : sign(null, bytesFor(payload), key).toString('base64url');
  const feed = { payloadType: feedType, payload: payload.toString('base64url'), signatures: [{ keyid: ownId(), sig }] };
  return Buffer.from(JSON.stringify(feed));
}

/** What a holder of the key signs with a tool of their own, which checks nothing. */
function unchecked(name: string): Buffer {
  const [key] = own.privateKeys;
  const packages = [{ ...examplePackage(), name }];
  const payload = Buffer.from(JSON.stringify(exampleManifest({ releases: [{ ...exampleRelease(), packages }] })));
  const head = Buffer.from(`DSSEv1 ${feedType.length} ${feedType} ${payload.length} `);
  const sig = key === undefined ? '' : sign(null, Buffer.concat([head, payload]), key).toString('base64url');
  const feed = { payloadType: feedType, payload: payload.toString('base64url'), signatures: [{ keyid: ownId(), sig }] };
  return Buffer.from(JSON.stringify(feed));
}

function ownId(): string {
  return keyIdOf(own.trusted.keys[0]?.publicKey ?? '');
}
