// How old the gateway's view of the devices is, by a clock that the test moves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeviceViews, type UidTagsReply } from '../../../../gateway/ems/device-views.ts';
import { deviceView, gatewayRoutes } from '../../../../shared/ems/gateway-routes.ts';
import { deviceId, epoch } from '../../../../shared/ids.ts';

const uid = deviceId.parse('A'.repeat(32));
const epochOf = (letter: string) => `ep_${letter.repeat(26)}`;

function reply(revision: number, changes: Partial<UidTagsReply> = {}): UidTagsReply {
  return gatewayRoutes.uidTags.reply.parse({
    epoch: epochOf('A'),
    revision,
    full: false,
    items: [],
    removed: [],
    ...changes,
  });
}

function device(validForMs: number) {
  const base = { uid, site: 'default', state: 'active', online: true, tags: ['t'], certificates: [], users: [] };
  return deviceView.parse({ ...base, validForMs });
}

function makeViews() {
  const clock = { time: 1_000, now: () => 0, monotonic: () => clock.time };
  return { clock, views: new DeviceViews(clock) };
}

test('without a beat the view has no age, however much was fetched', () => {
  const { views } = makeViews();
  views.apply(reply(5, { full: true }), 1_000);
  assert.equal(views.ageMs, null);
});

test('a beat of the applied revision makes the view as of that beat', () => {
  const { views, clock } = makeViews();
  views.apply(reply(5, { full: true }), 1_000);
  assert.equal(views.beat(epochOf('A'), 5), 'fresh');
  clock.time += 70;
  assert.equal(views.ageMs, 70);
});

test('a beat of a later revision counts only once that is applied, and then from when it was heard', () => {
  const { views, clock } = makeViews();
  views.apply(reply(5, { full: true }), 1_000);
  views.beat(epochOf('A'), 5);
  clock.time += 10;
  assert.equal(views.beat(epochOf('A'), 7), 'behind');
  clock.time += 10;
  assert.equal(views.ageMs, 20);
  assert.equal(views.isBehind, true);
  views.apply(reply(6), clock.time);
  assert.equal(views.ageMs, 20);
  views.apply(reply(7), clock.time);
  assert.equal(views.ageMs, 10);
  assert.equal(views.isBehind, false);
});

test('another epoch or a lower revision starts over, and a delta that does not follow is not applied', () => {
  const { views } = makeViews();
  assert.equal(views.beat(epochOf('A'), 1), 'start-over');
  views.apply(reply(5, { full: true, items: [device(1_000)] }), 1_000);
  assert.equal(views.beat(epochOf('A'), 4), 'start-over');
  assert.equal(views.beat(epochOf('B'), 9), 'start-over');
  assert.equal(views.apply({ ...reply(9), epoch: epoch.parse(epochOf('B')) }, 1_000), null);
  assert.equal(views.apply(reply(4), 1_000), null);
  assert.ok(views.standing(uid) !== null);
  assert.equal(views.apply(reply(1, { full: true }), 1_000), 'all');
  assert.equal(views.standing(uid), null);
});

test('validity counts down from when the answer was asked for, and never lasts longer than the EMS meant', () => {
  const { views, clock } = makeViews();
  clock.time = 1_400;
  views.apply(reply(5, { full: true, items: [device(1_000)] }), 1_000);
  assert.equal(views.standing(uid)?.validForMs, 600);
  assert.equal(views.isRunningOut, false);
  clock.time = 1_700;
  assert.equal(views.isRunningOut, true);
  clock.time = 9_000;
  assert.equal(views.standing(uid)?.validForMs, 0);
});

test('a removed device is gone, the others stay', () => {
  const { views } = makeViews();
  const other = deviceId.parse('B'.repeat(32));
  views.apply(reply(5, { full: true, items: [device(1_000), { ...device(1_000), uid: other }] }), 1_000);
  assert.deepEqual(views.apply(reply(6, { removed: [uid] }), 1_000), new Set([uid]));
  assert.equal(views.standing(uid), null);
  assert.ok(views.standing(other) !== null);
});
