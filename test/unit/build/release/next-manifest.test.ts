import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Change, nextManifest, secondsOf } from '../../../../build/release/next-manifest.ts';
import { packageOf } from '../../../../build/release/package-of.ts';
import { exampleManifest, examplePackage, exampleRelease } from '../../../doubles/update-feed.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const rollOut = { startsAt: secondsOf(now), spreadHours: 24, percent: 10 };
const change: Change = { release: null, rings: ['early'], rollOut, withdraw: [], expiresDays: 45, newKeys: null };
const { rings: _, ...next } = exampleRelease({ version: '0.3.0' });
const before = exampleManifest({}, now - 86_400_000);

describe('the next feed', () => {
  test('is number 1 where there was none', () => assert.equal(nextManifest(null, change, now).sequence, 1));

  test('that only renews has a higher number, a later end, and all that was there', () => {
    const { sequence, expires, releases } = nextManifest(before, change, now);
    assert.deepEqual([sequence, expires, releases], [8, '2027-01-11T12:00:00Z', before.releases]);
  });

  test('has the newest release first, in the rings that were named', () => {
    const { releases } = nextManifest(before, { ...change, release: next }, now);
    assert.deepEqual(
      releases.map(({ version }) => version),
      ['0.3.0', '0.2.0'],
    );
    assert.deepEqual(releases[0]?.rings, { early: rollOut });
  });

  test('moves a release on into another ring, and leaves the first one as it was', () => {
    const first = nextManifest(before, { ...change, release: next }, now);
    const second = nextManifest(first, { ...change, release: next, rings: ['stable'] }, now);
    assert.deepEqual(Object.keys(second.releases[0]?.rings ?? {}), ['early', 'stable']);
    assert.equal(second.releases.length, 2);
  });

  test('never gives a package other bytes under one name', () => {
    const other = { ...next, version: '0.2.0', packages: [examplePackage({ sha256: '1'.repeat(64) })] };
    assert.throws(() => nextManifest(before, { ...change, release: other }, now), /other bytes/);
  });

  test('remembers what was withdrawn, and forgets the oldest releases', () => {
    let feed = nextManifest(before, { ...change, withdraw: ['0.2.0'] }, now);
    for (let minor = 3; minor < 13; minor += 1)
      feed = nextManifest(feed, { ...change, release: { ...next, version: `0.${minor}.0` } }, now);
    assert.deepEqual(feed.withdrawn, ['0.2.0']);
    assert.equal(feed.releases.length, 8);
    assert.equal(feed.releases[0]?.version, '0.12.0');
  });
});

describe('a built package', () => {
  for (const [name, told] of [
    ['stile-agent_0.2.0_amd64.deb', 'linux-deb x64 agent 0.2.0'],
    ['stile-desktop_0.2.0_arm64.deb', 'linux-deb arm64 desktop 0.2.0'],
    ['stile-agent-0.2.0-1.x86_64.rpm', 'linux-rpm x64 agent 0.2.0'],
    ['stile-0.2.0-x64.msi', 'win32-msi x64 agent 0.2.0'],
    ['Stile-0.2.0-arm64.pkg', 'darwin-pkg arm64 agent 0.2.0'],
    ['stile-ems_0.2.0_amd64.deb', null],
    ['stile-agent-0.2.0-linux-x64.tar.gz', null],
    ['stile-0.2.0-x64-setup.exe', null],
  ] as const)
    test(`${name} is ${told ?? 'nothing that an agent installs'}`, () => {
      const named = packageOf(name);
      const found = named === null ? null : `${named.platform} ${named.arch} ${named.component} ${named.version}`;
      assert.equal(found, told);
    });
});
