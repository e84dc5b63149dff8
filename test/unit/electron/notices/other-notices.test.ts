// Notices of the EMS, the network, the agent and the enrolment; and that no topic is told twice within a minute.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { at, failure, linkOfStanding, notSignedIn, signedIn, signInWith } from '../../../doubles/gui-states.ts';
import {
  away,
  both,
  enrollingHere,
  gone,
  gui,
  link,
  neither,
  noOffice,
  portal,
  refused,
  run,
  type Step,
  type Story,
  unenrolled,
  warned,
} from './story.ts';

const ready = (time: string) =>
  gui({
    update: { kind: 'ready', version: '0.2.0', notes: '', installAt: `2026-11-28T${time}:00Z`, postponableUntil: null },
  });

const stories: readonly Story[] = [
  [
    'an EMS that is away for a minute',
    [
      [0, gui()],
      [5, away],
      [65, gui()],
    ],
    [],
  ],
  [
    'an EMS that is away for two minutes',
    [
      [0, gui()],
      [5, away],
    ],
    [[125, 'ems-unreachable']],
  ],
  [
    'also when it is dialled again and again',
    [
      [0, gui()],
      ...Array.from(
        { length: 20 },
        (_, index): Step => [
          5 + index * 10,
          index % 2 === 0 ? away : gui({ ems: { kind: 'connecting', attempt: index } }),
        ],
      ),
    ],
    [[125, 'ems-unreachable']],
  ],
  [
    'without a network nothing is said of the EMS',
    [
      [0, gui()],
      [5, link(linkOfStanding.offline)],
    ],
    [],
  ],
  [
    'a portal',
    [
      [0, gui()],
      [5, portal],
    ],
    [[7, 'captive-portal']],
  ],
  [
    'a connection that waits for a sign-in, told once however many follow',
    [
      [0, gui(signInWith())],
      [5, gui(signInWith(['ada', notSignedIn, 'crm.corp.test:8080']))],
      [9, gui(signInWith(['ada', notSignedIn, 'crm.corp.test:8080', 'files.corp.test:22']))],
    ],
    [[5, 'sign-in-wanted']],
  ],
  [
    'another one after a minute',
    [
      [5, gui(signInWith(['ada', notSignedIn, 'crm.corp.test:8080']))],
      [20, gui(signInWith(['ada', signedIn]))],
      [90, gui(signInWith(['ada', notSignedIn, 'crm.corp.test:8080']))],
    ],
    [
      [5, 'sign-in-wanted'],
      [90, 'sign-in-wanted'],
    ],
  ],
  ['a connection that waits for somebody else', [[5, gui(signInWith(['bob', notSignedIn, 'crm.corp.test:8080']))]], []],
  [
    'a portal that was no more than a moment',
    [
      [0, gui()],
      [5, portal],
      [6, gui()],
    ],
    [],
  ],
  [
    'a daemon restarted within ten seconds',
    [
      [0, gui()],
      [5, link({ kind: 'stopping', since: at })],
      [6, gone(1)],
      [8, gone(3)],
      [14, gui()],
    ],
    [],
  ],
  [
    'a newer release that is ready, and put off later',
    [
      [0, gui()],
      [5, ready('12:00')],
      [9, ready('20:00')],
    ],
    [[5, 'update-ready']],
  ],
  [
    'a daemon that stays away',
    [
      [0, gui()],
      [5, gone(1)],
      [8, gone(3)],
      [60, gone(9)],
    ],
    [[15, 'agent-gone']],
  ],
  [
    'a daemon that was never there',
    [
      [0, gone(1)],
      [60, gone(9)],
    ],
    [],
  ],
  [
    'a daemon of another version, tried again and again',
    [
      [0, gui()],
      [5, link({ kind: 'incompatible', failure })],
      [9, gone(1)],
      [10, link({ kind: 'incompatible', failure })],
    ],
    [[15, 'incompatible']],
  ],
  [
    'tags that are lost while the daemon is away',
    [
      [0, both],
      [5, gone(2)],
      [9, noOffice],
    ],
    [[9, 'tags-lost']],
  ],
  [
    'enrolled by somebody else',
    [
      [0, unenrolled],
      [5, gui()],
    ],
    [[5, 'enrolled']],
  ],
  [
    'enrolled in the window',
    [
      [0, unenrolled],
      [5, enrollingHere],
      [9, gui()],
    ],
    [],
  ],
  [
    'withdrawn',
    [
      [0, gui()],
      [5, link(linkOfStanding.blocked)],
    ],
    [[5, 'withdrawn']],
  ],
  [
    'withdrawn long ago',
    [
      [0, gone(1)],
      [5, link(linkOfStanding.blocked)],
    ],
    [],
  ],
  [
    'a restarted daemon that is enrolled as before',
    [
      [0, gui()],
      [5, gone(2)],
      [8, gui()],
    ],
    [],
  ],
  [
    'a warning that stands',
    [
      [0, gui()],
      [5, warned('hosts-blocked', 'medium')],
    ],
    [[15, 'warning']],
  ],
  [
    'a warning that is over at once',
    [
      [0, gui()],
      [5, warned('hosts-blocked', 'high')],
      [8, gui()],
    ],
    [],
  ],
  [
    'a warning that is no matter',
    [
      [0, gui()],
      [5, warned('browsers-blocked', 'low')],
    ],
    [],
  ],
];

describe('of the rest a person is told', () => {
  for (const [what, steps, shown] of stories) test(what, () => assert.deepEqual(run(steps).shown, shown));
});

test('whatever happens, no topic is told twice within a minute', () => {
  const states = [
    both,
    noOffice,
    neither,
    refused(3),
    refused(9, 'b:1'),
    away,
    portal,
    gone(2),
    unenrolled,
    gui(),
    warned('a-certificate', 'high'),
    warned('b', 'high'),
    link(linkOfStanding.blocked),
    link({ kind: 'incompatible', failure }),
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...states)), { minLength: 1, maxLength: 40 }),
      (moves) => {
        let second = 0;
        const steps = moves.map(([wait, state]): Step => {
          second += wait;
          return [second, state];
        });
        const { kept } = run([[0, gui()], ...steps]);
        const toldOf = new Map<string, number>();
        for (const { id, topic, at: time, what } of kept) {
          // A notice whose count was raised carries the time of that.
          if (what.kind === 'denied') continue;
          const before = toldOf.get(topic);
          assert.ok(before === undefined || Date.parse(time) - before >= 60_000, `${topic} ${id}`);
          toldOf.set(topic, Date.parse(time));
        }
      },
    ),
    { numRuns: 50 },
  );
});
