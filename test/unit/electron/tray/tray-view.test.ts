// The whole menu for every standing, and a menu that stays a menu whatever the state holds.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type MenuItem, trayView } from '../../../../electron/tray/tray-view.ts';
import type { GuiState } from '../../../../shared/shell/gui-state.ts';
import { standings } from '../../../../shared/shell/standing.ts';
import { words } from '../../../../shared/words/words.ts';
import {
  agentWith,
  connectedWith,
  denialOf,
  destinationOf,
  failure,
  guiWith,
  linkOfStanding,
  notSignedIn,
  signedIn,
  signInWith,
} from '../../../doubles/gui-states.ts';

const view = (state: GuiState) => trayView(state, words.en);
const reached = (...places: readonly string[]) =>
  Object.fromEntries(places.map((place) => [place, '2026-01-03T00:00:00.000Z']));

/** The menu as people read it: one line each, what a click asks for after the arrow. */
function linesOf(items: readonly MenuItem[]): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === 'separator') return ['---'];
    if (item.kind === 'text') return [item.label];
    if (item.kind === 'submenu') return [`${item.label} >`, ...linesOf(item.items).map((line) => `  ${line}`)];
    const { kind, ...rest } = item.action;
    return [`${item.label} -> ${[kind, ...Object.values(rest)].join(' ')}`];
  });
}

const open = [
  'Open Stile -> open-window ',
  'Diagnostics… -> open-window diagnostics',
  'About Stile… -> open-window settings',
];
const enrolledEnds = (...disconnect: readonly string[]) => [
  ...open.slice(0, 1),
  'Check this device again -> recheck',
  ...disconnect,
  ...open.slice(1),
  'Quit -> quit',
];
const ends = enrolledEnds('Disconnect… -> open-window overview');
const tags = ['Tags (1) >', '  managed', '  ---', '  Where these come from… -> open-window tags'];
const untried = [
  'Not opened yet',
  'crm: open in the browser -> open-destination crm.corp.test:8080 browser',
  'files: open with SSH -> open-destination files.corp.test:22 ssh',
];
const rest = ['---', ...untried, '---', ...tags, '---', ...ends];
const why = 'Why, and what helps… -> open-window';

const menus: readonly (readonly [what: string, state: GuiState, menu: readonly string[]])[] = [
  ['protected', guiWith(), ['All is well: your services are within reach.', ...rest]],
  [
    'one destination reached, one not to be opened by a program',
    guiWith(
      connectedWith({
        destinations: [destinationOf('crm', 8080, { kind: 'http' }), destinationOf('db', 5432)],
        reached: reached('crm.corp.test:8080'),
      }),
    ),
    [
      'All is well: your services are within reach.',
      '---',
      'Within reach',
      'crm: open in the browser -> open-destination crm.corp.test:8080 browser',
      'Not opened yet',
      'db: copy the address -> copy db.corp.test:5432',
      '---',
      ...tags,
      '---',
      ...ends,
    ],
  ],
  [
    'limited: one refused, one lost with its tag, one whose name is taken',
    guiWith(
      connectedWith({
        destinations: [
          destinationOf('crm', 8080, { kind: 'http' }),
          destinationOf('files', 22),
          destinationOf('wiki', 80, {}, { kind: 'conflict', line: '127.0.0.1 wiki.corp.test' }),
        ],
        denials: [denialOf('files.corp.test:22', ['office']), denialOf('pay.corp.test:443', ['office'])],
      }),
    ),
    [
      'Some services are out of reach.',
      `${why} destinations`,
      '---',
      'Out of reach',
      'files: why? -> open-window destinations',
      'wiki: why? -> open-window destinations',
      'pay.corp.test:443: why? -> open-window destinations',
      'Not opened yet',
      'crm: open in the browser -> open-destination crm.corp.test:8080 browser',
      '---',
      ...tags,
      '---',
      ...ends,
    ],
  ],
  [
    'not enrolled',
    guiWith(linkOfStanding['not-enrolled']),
    ['This device is not enrolled yet.', 'Enroll this device… -> open-window overview', '---', ...open, 'Quit -> quit'],
  ],
  ['enrolling', guiWith(linkOfStanding.enrolling), ['This device is being enrolled.', '---', ...open, 'Quit -> quit']],
  [
    'withdrawn',
    guiWith(linkOfStanding.blocked),
    ['Your organisation withdrew this device.', `${why} overview`, '---', ...open, 'Quit -> quit'],
  ],
  ['connecting', guiWith(linkOfStanding.connecting), ['Connecting to your organisation.', '---', ...open]],
  [
    'the agent does not run, so nobody says that quitting is allowed',
    guiWith(linkOfStanding['agent-stopped']),
    ['The agent is not running on this device.', `${why} overview`, '---', ...open],
  ],
  [
    'the agent is of another version',
    guiWith(linkOfStanding.incompatible),
    ['This window and the agent are of different versions.', `${why} overview`, '---', ...open],
  ],
  [
    'the agent is not trusted',
    guiWith({ kind: 'refused', failure }),
    ['The agent did not accept this window.', `${why} overview`, '---', ...open],
  ],
  [
    'disconnected on purpose',
    guiWith(linkOfStanding.disconnected),
    ['The agent is disconnected.', 'Connect -> connect', '---', ...tags, '---', ...enrolledEnds()],
  ],
  [
    'an organisation that does not ask why',
    guiWith(connectedWith({ shellPolicy: { mayQuit: true, personalDestinations: false, disconnect: 'allowed' } })),
    [
      'All is well: your services are within reach.',
      '---',
      ...untried,
      '---',
      ...tags,
      '---',
      ...enrolledEnds('Disconnect -> disconnect'),
    ],
  ],
  ['offline', guiWith(linkOfStanding.offline), ['There is no network connection.', ...rest]],
  [
    'the EMS does not answer',
    guiWith(linkOfStanding['ems-unreachable']),
    ['The management server (EMS) does not answer.', `${why} overview`, ...rest],
  ],
  [
    'a portal whose page is known',
    guiWith(linkOfStanding['captive-portal']),
    ['This network asks you to sign in first.', 'Sign in to the network… -> open-portal', ...rest],
  ],
  [
    'a portal whose page is not known',
    guiWith(connectedWith({ network: { kind: 'portal', url: null } })),
    ['This network asks you to sign in first.', ...rest],
  ],
  [
    'no tags, and an organisation that lets nobody quit',
    guiWith(
      connectedWith({
        tags: [],
        destinations: [],
        shellPolicy: { mayQuit: false, personalDestinations: false, disconnect: 'not-allowed' },
      }),
    ),
    [
      'All is well: your services are within reach.',
      '---',
      'Tags (0) >',
      '  This device has no tags.',
      ...tags.slice(2),
      '---',
      ...enrolledEnds().slice(0, -1),
    ],
  ],
];

const wanted = 'crm.corp.test:8080';
const two = {
  ...signInWith(['ada', notSignedIn, wanted]),
  signInProviders: ['a', 'b'].map((id) => ({ id, title: id, kind: 'oidc' })),
};

/** How it stands with signing in, and the line of the menu for it. */
const signIns: readonly (readonly [what: string, over: Readonly<Record<string, unknown>>, line: string | undefined])[] =
  [
    ['nobody has signed in', signInWith(), 'Sign in… -> sign-in corp'],
    ['a connection waits', signInWith(['ada', notSignedIn, wanted]), 'Sign in to reach crm… -> sign-in corp'],
    ['there are several ways', two, 'Sign in to reach crm… -> open-window overview'],
    ['a connection of somebody else waits', signInWith(['bob', notSignedIn, wanted]), 'Sign in… -> sign-in corp'],
    ['this person is signed in', signInWith(['ada', signedIn]), undefined],
    [
      'the browser is waited for',
      signInWith(['ada', { kind: 'waiting', provider: 'corp', until: '2026-01-02T00:00:00.000Z' }]),
      undefined,
    ],
    ['there is no way', {}, undefined],
  ];

describe('the menu of the tray', () => {
  for (const [what, over, line] of signIns)
    test(`has ${line ?? 'nothing'} to sign in where ${what}`, () => {
      const lines = linesOf(view(guiWith(connectedWith(over))).menu);
      assert.deepEqual(
        lines.filter((each) => each.startsWith('Sign in')),
        line === undefined ? [] : [line],
      );
    });

  for (const [what, state, menu] of menus) test(what, () => assert.deepEqual(linesOf(view(state).menu), menu));

  test('has room for what is within reach however much is not', () => {
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const destinations = names.map((name) => destinationOf(name, 22));
    const denials = names.slice(0, 30).map((name) => denialOf(`${name}.corp.test:22`, ['office']));
    const lines = linesOf(view(guiWith(connectedWith({ destinations, denials }))).menu);
    assert.equal(lines.filter((line) => line.includes('why?')).length, 6);
    assert.equal(lines.filter((line) => line.includes('open with SSH')).length, 10);
    assert.ok(lines.includes('All 40 destinations… -> open-window destinations'));
  });
});

describe('the tooltip', () => {
  for (const standing of standings)
    test(`says ${standing}, and what to do`, () => {
      const { icon, tooltip } = view(guiWith(linkOfStanding[standing]));
      assert.equal(icon, standing);
      assert.equal(tooltip.title, `Stile: ${words.en.standing.names[standing]}`);
      assert.match(tooltip.text, /^[A-Z].*\. [A-Z].*\.$/);
    });
});

test('names of others neither flood nor turn the menu', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }),
    fc.constantFrom(
      '\u202Egnp.exe',
      '<b>&_</b>',
      'a\nb',
      'x'.repeat(64),
      '__proto__',
      '\u0000',
      'e\u0301\u0301\u0301\u0301',
    ),
  );
  fc.assert(
    fc.property(fc.array(wild, { minLength: 1, maxLength: 20 }), (names) => {
      const template = destinationOf('crm', 22);
      const destinations = Array.from({ length: 1_000 }, (_, index) => ({
        ...template,
        destination: { ...template.destination, host: `h${index}.corp.test`, name: names[index % names.length] ?? 'x' },
      }));
      const agent = { ...agentWith(), destinations };
      const { menu } = view(guiWith({ kind: 'connected', product: 'x', agent }));
      const lines = linesOf(menu);
      assert.ok(lines.length <= 50);
      for (const line of lines) {
        assert.ok(line.length <= 200);
        assert.doesNotMatch(line, /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u);
      }
    }),
    { numRuns: 10 },
  );
});
