// What something means to whoever looks at it; shapes, words and colours come of it, never the other way round.

import type { Standing } from '../../shared/shell/standing.ts';

/** `good`: as it should be; `waiting`: not as it should be yet; `bad`: look at it; `off`: says nothing either way. */
export type Tone = 'good' | 'waiting' | 'bad' | 'off';

export const toneOfStanding: Readonly<Record<Standing, Tone>> = {
  'agent-stopped': 'bad',
  incompatible: 'waiting',
  refused: 'bad',
  'not-enrolled': 'off',
  enrolling: 'waiting',
  connecting: 'waiting',
  disconnected: 'off',
  protected: 'good',
  limited: 'waiting',
  offline: 'off',
  blocked: 'bad',
  'ems-unreachable': 'waiting',
  'captive-portal': 'waiting',
};

export const toneOfVerdict = { satisfied: 'good', unsatisfied: 'bad', unknown: 'waiting' } as const satisfies Readonly<
  Record<string, Tone>
>;
