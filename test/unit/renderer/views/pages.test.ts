import assert from 'node:assert/strict';
import test from 'node:test';
import {
  calledPage,
  type Key,
  pageOfKey,
  pagesOf,
  placeAfterKey,
  placeOf,
  shownPage,
  unreadCount,
} from '../../../../renderer/views/pages.ts';
import { type GuiState, pageName } from '../../../../shared/shell/gui-state.ts';
import { at, guiWith, linkOfStanding } from '../../../doubles/gui-states.ts';

const all = pageName.options;
const fewer = ['overview', 'notifications', 'diagnostics', 'settings'];

test('every page is there but where the device belongs to nobody', () => {
  for (const [standing, link] of Object.entries(linkOfStanding)) {
    const expected = ['not-enrolled', 'enrolling', 'blocked'].includes(standing) ? fewer : all;
    assert.deepEqual(pagesOf({ link }), expected, standing);
  }
});

test('a page that is no more gives way to the overview', () => {
  assert.equal(shownPage({ link: linkOfStanding.protected }, 'tags'), 'tags');
  assert.equal(shownPage({ link: linkOfStanding.blocked }, 'tags'), 'overview');
  assert.equal(shownPage({ link: linkOfStanding.blocked }, 'settings'), 'settings');
});

const asked = guiWith(undefined, { invitation: { kind: 'reading' } });
const wanted = (page: (typeof all)[number], when: string): GuiState =>
  guiWith(undefined, { wanted: { page, at: when } });
const calls: readonly [string, GuiState | null, GuiState, string | null][] = [
  ['nothing happened', guiWith(), guiWith(), null],
  ['the window opens for a page', null, wanted('tags', at), 'tags'],
  ['another page is asked for from outside', wanted('tags', at), wanted('posture', `${at}1`), 'posture'],
  ['the same page is asked for once more', wanted('tags', at), wanted('tags', `${at}1`), 'tags'],
  ['a wish that was followed already stands in the state', wanted('tags', at), wanted('tags', at), null],
  ['an invitation comes', guiWith(), asked, 'overview'],
  ['the window opens with an invitation', null, asked, 'overview'],
  [
    'the same invitation goes on',
    asked,
    guiWith(undefined, {
      invitation: { kind: 'refused', failure: { code: 'x', message: '', next: '' }, summary: null },
    }),
    null,
  ],
];
for (const [what, before, now, expected] of calls)
  test(`the window goes ${expected === null ? 'nowhere' : `to ${expected}`} when ${what}`, () => {
    assert.equal(calledPage(before, now), expected);
  });

const plain: Key = { key: '2', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const keys: readonly [string, Partial<Key>, 'mac' | 'other', string | null][] = [
  ['Ctrl+2', { ctrlKey: true }, 'other', 'tags'],
  ['Command+2 on macOS', { metaKey: true }, 'mac', 'tags'],
  ['Ctrl+2 on macOS', { ctrlKey: true }, 'mac', null],
  ['2 alone', {}, 'other', null],
  ['Ctrl+Alt+2, which writes a letter on some keyboards', { ctrlKey: true, altKey: true }, 'other', null],
  ['Ctrl+9, where there is no ninth page', { ctrlKey: true, key: '9' }, 'other', null],
  ['Ctrl+0', { ctrlKey: true, key: '0' }, 'other', null],
];
for (const [name, over, system, expected] of keys)
  test(`${name} leads to ${expected ?? 'no page'}`, () => {
    assert.equal(pageOfKey({ ...plain, ...over }, all, system === 'mac'), expected);
  });

const places: readonly [string, number, number | null][] = [
  ['ArrowDown', 7, 0],
  ['ArrowDown', 0, 1],
  ['ArrowUp', 0, 7],
  ['Home', 4, 0],
  ['End', 4, 7],
  ['a', 4, null],
];
for (const [key, from, to] of places)
  test(`${key} in a list of eight leads from ${from} to ${to ?? 'nowhere'}`, () => {
    assert.equal(placeAfterKey(key, from, 8), to);
  });

test('a reader begins anew with another page, another step of an invitation, another enrolment; not with each state', () => {
  const [well, offline] = [guiWith(linkOfStanding.protected), guiWith(linkOfStanding.offline)];
  assert.equal(placeOf(well, 'overview'), placeOf(offline, 'overview'));
  const others = [
    placeOf(well, 'overview'),
    placeOf(well, 'tags'),
    placeOf(guiWith(linkOfStanding.blocked), 'overview'),
    placeOf(asked, 'overview'),
    placeOf({ ...asked, invitation: { kind: 'none' } }, 'settings'),
  ];
  assert.equal(new Set(others).size, others.length);
  assert.equal(placeOf(asked, 'settings'), placeOf(well, 'settings'));
});

test('only notices that nobody has seen are counted', () => {
  const notice = { at, topic: 'connection', what: { kind: 'captive-portal' } } as const;
  const notices = [true, false, false].map((isRead, index) => ({ ...notice, id: index + 1, isRead }));
  assert.equal(unreadCount({ notices }), 2);
});
