import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choose, type Wish } from '../../../../shared/update/choose.ts';
import type { Manifest } from '../../../../shared/update/manifest.ts';
import { exampleManifest, examplePackage, exampleRelease, secondsOf } from '../../../doubles/update-feed.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const hour = 3_600_000;
const wish: Wish = {
  platform: 'linux-deb',
  arch: 'x64',
  components: ['agent'],
  version: '0.1.0',
  ring: 'stable',
  place: () => 0.5,
  now,
};
const release = (over: Parameters<typeof exampleRelease>[0] = {}) => exampleRelease(over, now);
const started = (hoursAgo: number, spreadHours: number, percent = 100) => ({
  startsAt: secondsOf(now - hoursAgo * hour),
  spreadHours,
  percent,
});
const desktop = examplePackage({ component: 'desktop', name: 'stile-desktop_0.2.0_amd64.deb' });

/** What the feed has, what is installed where, and which release that machine is offered. */
const rows: readonly {
  readonly what: string;
  readonly feed?: Partial<Manifest>;
  readonly wish?: Partial<Wish>;
  readonly offered: string | null;
}[] = [
  { what: 'a newer release', offered: '0.2.0' },
  { what: 'the installed release', wish: { version: '0.2.0' }, offered: null },
  { what: 'an older release: never, whatever the feed says', wish: { version: '0.2.1' }, offered: null },
  { what: 'numbers that compare as numbers', wish: { version: '0.10.0' }, offered: null },
  {
    what: 'the newest of several',
    feed: { releases: ['0.2.0', '0.10.1', '0.9.9'].map((version) => release({ version })) },
    offered: '0.10.1',
  },
  { what: 'a withdrawn release', feed: { withdrawn: ['0.2.0'] }, offered: null },
  {
    what: 'a withdrawn release, and the one before it',
    feed: { withdrawn: ['0.3.0'], releases: [release({ version: '0.3.0' }), release()] },
    offered: '0.2.0',
  },
  { what: 'a release of another ring', wish: { ring: 'early' }, offered: null },
  { what: 'a ring that is a property of every object', wish: { ring: 'constructor' }, offered: null },
  { what: 'another package manager', wish: { platform: 'linux-rpm' }, offered: null },
  { what: 'another architecture', wish: { arch: 'arm64' }, offered: null },
  {
    what: 'no package for the desktop app that is installed too',
    wish: { components: ['agent', 'desktop'] },
    offered: null,
  },
  {
    what: 'a package for each that is installed',
    feed: { releases: [release({ packages: [examplePackage(), desktop] })] },
    wish: { components: ['agent', 'desktop'] },
    offered: '0.2.0',
  },
  {
    what: 'a release that needs what this agent does not know',
    feed: { releases: [release({ needs: ['moon'] })] },
    offered: null,
  },
  {
    what: 'a release that must be reached by another one first',
    feed: { releases: [release({ version: '0.3.0', minimumFrom: '0.2.0' }), release()] },
    offered: '0.2.0',
  },
  {
    what: 'the same, from that other one',
    feed: { releases: [release({ version: '0.3.0', minimumFrom: '0.2.0' }), release()] },
    wish: { version: '0.2.0' },
    offered: '0.3.0',
  },
  {
    what: 'a roll-out that has not begun',
    feed: { releases: [release({ rings: { stable: started(-1, 0) } })] },
    offered: null,
  },
  {
    what: 'a roll-out before its turn',
    feed: { releases: [release({ rings: { stable: started(4, 10) } })] },
    offered: null,
  },
  {
    what: 'a roll-out at its turn',
    feed: { releases: [release({ rings: { stable: started(5, 10) } })] },
    offered: '0.2.0',
  },
  {
    what: 'a roll-out before its turn, on a withdrawn release',
    feed: { releases: [release({ rings: { stable: started(0, 10) } })], withdrawn: ['0.1.0'] },
    offered: '0.2.0',
  },
  {
    what: 'a roll-out that stopped before this device',
    feed: { releases: [release({ rings: { stable: started(99, 0, 50) } })] },
    offered: null,
  },
  {
    what: 'a roll-out that stopped after this device',
    feed: { releases: [release({ rings: { stable: started(99, 0, 51) } })] },
    offered: '0.2.0',
  },
];

describe('a device is offered', () => {
  for (const row of rows)
    test(`${row.what}: ${row.offered ?? 'nothing'}`, () => {
      const offer = choose(exampleManifest(row.feed, now), { ...wish, ...row.wish });
      assert.equal(offer?.version ?? null, row.offered);
    });

  test('the packages of its machine and of no other', () => {
    const packages = [examplePackage({ platform: 'linux-rpm', name: 'other.rpm' }), desktop, examplePackage()];
    const offer = choose(exampleManifest({ releases: [release({ packages })] }, now), {
      ...wish,
      components: ['desktop', 'agent'],
    });
    assert.deepEqual(
      offer?.packages.map(({ name }) => name),
      [desktop.name, examplePackage().name],
    );
  });
});
