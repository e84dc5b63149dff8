import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Good, type InForce, inForce } from '../../../../daemon/managed/in-force.ts';
import type { ManagedReading } from '../../../../native/managed/managed.ts';

const source = '/etc/stile/policy.d';
const troubles = [{ where: `${source}/50-site.json, line 3`, why: 'this is not JSON' }];
const values: ManagedReading = { kind: 'values', source, values: { MayQuit: true } };
const invalid: ManagedReading = {
  kind: 'invalid',
  source,
  readable: { MayQuit: true, AllowedEms: ['a'.repeat(64)], LocalUsers: ['alice'], Notices: false },
  troubles,
};
const good: Good = { source, values: { Disconnect: 'with-reason', LocalUsers: ['bob'] } };

const rows: readonly (readonly [string, ManagedReading, Good | null, InForce])[] = [
  [
    'nothing that stands there manages nothing',
    { kind: 'none' },
    null,
    { values: {}, source: null, standing: { kind: 'as-read' } },
  ],
  [
    'what was taken away manages nothing any more',
    { kind: 'none' },
    good,
    { values: {}, source: null, standing: { kind: 'as-read' } },
  ],
  ['what can be read holds', values, null, { values: { MayQuit: true }, source, standing: { kind: 'as-read' } }],
  [
    'what can be read holds instead of what was read before',
    values,
    good,
    { values: { MayQuit: true }, source, standing: { kind: 'as-read' } },
  ],
  [
    'what cannot be read leaves what was read before, as a whole',
    invalid,
    good,
    { ...good, standing: { kind: 'kept', troubles } },
  ],
  [
    'what never could be read is taken for the strictest, and the rest of it holds',
    invalid,
    null,
    {
      values: {
        LocalUsers: ['alice'],
        Notices: false,
        AllowedEms: [],
        MayQuit: false,
        Disconnect: 'not-allowed',
        PersonalDestinations: false,
      },
      source,
      standing: { kind: 'strictest', troubles },
    },
  ],
];
for (const [sentence, reading, lastGood, expected] of rows)
  test(sentence, () => {
    assert.deepEqual(inForce(reading, lastGood), expected);
  });
