// Notices of lost tags and of refusals: once, grouped, with what is in the way.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  away,
  both,
  gone,
  gui,
  neither,
  noOffice,
  reason,
  refusal,
  refused,
  requestId,
  run,
  type Step,
  type Story,
  unenrolled,
} from './story.ts';

const stories: readonly Story[] = [
  [
    'nothing is told of how things stood at the start',
    [
      [0, gone(1)],
      [1, refused(3)],
    ],
    [],
  ],
  [
    'all that is well',
    [
      [0, both],
      [5, both],
      [9, both],
    ],
    [],
  ],
  [
    'a lost tag is told at once',
    [
      [0, both],
      [5, noOffice],
    ],
    [[5, 'tags-lost']],
  ],
  [
    'tags lost one after the other within a minute are two notices a minute apart',
    [
      [0, both],
      [5, noOffice],
      [10, neither],
    ],
    [
      [5, 'tags-lost'],
      [65, 'tags-lost'],
    ],
  ],
  [
    'a loss that is over before its turn is not told',
    [
      [0, both],
      [5, noOffice],
      [10, neither],
      [20, noOffice],
    ],
    [[5, 'tags-lost']],
  ],
  [
    'what comes back is told once all of it is there',
    [
      [0, both],
      [5, neither],
      [100, noOffice],
      [200, both],
    ],
    [
      [5, 'tags-lost'],
      [200, 'recovered'],
    ],
  ],
  [
    'a tag that comes and goes is told once a minute',
    [[0, both], ...Array.from({ length: 60 }, (_, index): Step => [index + 1, index % 2 === 0 ? noOffice : both])],
    [
      [1, 'tags-lost'],
      [61, 'recovered'],
    ],
  ],
  [
    'a tag that was abolished is nobody’s loss',
    [
      [0, both],
      [5, gui({ tags: ['managed'], tagReasons: [reason('managed', true)] })],
    ],
    [],
  ],
  [
    'tags that are gone with the EMS are no loss',
    [
      [0, both],
      [5, gui({ tags: [], tagReasons: [reason('office', false)], ems: { kind: 'connecting', attempt: 1 } })],
      [9, both],
    ],
    [],
  ],
  [
    'leaving loses tags, but tells nothing',
    [
      [0, both],
      [5, unenrolled],
    ],
    [],
  ],
  [
    'refusals of one moment are one notice',
    [
      [0, gui()],
      [5, refused(5)],
    ],
    [[7, 'denied']],
  ],
  [
    'those within ten seconds are counted on it',
    [
      [0, gui()],
      [5, refused(1)],
      [9, refused(2)],
      [14, refused(5)],
    ],
    [[7, 'denied']],
  ],
  [
    'those after a minute are another',
    [
      [0, gui()],
      [5, refused(1)],
      [90, refused(2)],
    ],
    [
      [7, 'denied'],
      [92, 'denied'],
    ],
  ],
  [
    'a server that does not answer is not a refusal',
    [
      [0, gui()],
      [5, gui({ denials: [refusal(1, 'crm.corp.test:8080', { code: '083', retry: true })] })],
    ],
    [],
  ],
  [
    'a refusal while the EMS is away needs nobody',
    [
      [0, gui()],
      [5, gui({ denials: [refusal(1, 'crm.corp.test:8080', { code: '066', retry: true })] })],
    ],
    [],
  ],
  [
    'a cut for a tag that was just lost is told as the loss',
    [
      [0, both],
      [
        5,
        gui({
          tags: ['managed'],
          tagReasons: [reason('office', false, 'Firewall is on')],
          denials: [{ ...refusal(1), kind: 'cut' }],
        }),
      ],
    ],
    [[5, 'tags-lost']],
  ],
];

describe('of access and posture a person is told', () => {
  for (const [what, steps, shown] of stories) test(what, () => assert.deepEqual(run(steps).shown, shown));
});

describe('a notice', () => {
  const last = (...steps: readonly Step[]) => run(steps).kept.at(-1)?.what;

  test('of lost tags names them, and the rules in the way', () => {
    assert.deepEqual(last([0, both], [5, neither]), {
      kind: 'tags-lost',
      tags: ['managed', 'office'],
      rules: ['Company file', 'Firewall is on'],
    });
  });

  test('of what came back names all that was lost', () => {
    assert.deepEqual(last([0, both], [5, neither], [100, noOffice], [200, both]), {
      kind: 'recovered',
      tags: ['managed', 'office'],
    });
  });

  test('of refusals counts them, names each destination once, and the latest request', () => {
    const denials = [refusal(2, 'b:1'), refusal(1, 'a:1'), refusal(0, 'b:1')];
    const { kept } = run([
      [0, gui()],
      [5, gui({ denials })],
      [9, gui({ denials: [refusal(3, 'c:1'), ...denials] })],
    ]);
    assert.equal(kept.length, 1);
    assert.deepEqual(kept[0]?.what, {
      kind: 'denied',
      destinations: ['a:1', 'b:1', 'c:1'],
      count: 4,
      code: '065',
      requestId: requestId(3),
    });
  });

  test('of an EMS says since when', () => {
    assert.deepEqual(last([0, gui()], [5, away]), {
      kind: 'ems-unreachable',
      ems: 'ems.corp.test:8013',
      since: new Date(5_000).toISOString(),
    });
  });
});
