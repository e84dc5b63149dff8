// Plans what goes wrong in which round, (seed, round) → disturbances; the same seed plans the same; pure.

import { between, oneOf, type Random, randomFrom } from './random.ts';

export type ProgramName = 'ems' | 'gateway' | 'agent';
export const programNames: readonly ProgramName[] = ['ems', 'gateway', 'agent'];

/** Something goes wrong, and is put right after `forMs`. */
export type Disturbance =
  | {
      readonly kind: 'end';
      readonly program: ProgramName;
      readonly signal: 'SIGKILL' | 'SIGTERM';
      readonly forMs: number;
    }
  | { readonly kind: 'pause'; readonly program: ProgramName; readonly forMs: number }
  /** The device loses the tag: its marker file is removed, or the administrator switches the rule set off. */
  | { readonly kind: 'tag'; readonly by: 'marker' | 'rule-set'; readonly forMs: number }
  /** The gateway's file is saved with a policy that denies. */
  | { readonly kind: 'deny'; readonly forMs: number }
  /** The gateway is told to read its file, which says the same as before: nothing may happen. */
  | { readonly kind: 'reload' };

export interface Planned {
  /** Since the round began. */
  readonly atMs: number;
  readonly what: Disturbance;
}

export interface Round {
  readonly number: number;
  readonly planned: readonly Planned[];
  /**
   * The tag stays lost until everything else is well: then every session must have been cut, and by that alone, since
   * nothing else of the round ends one.
   */
  readonly losesTagToTheEnd: boolean;
}

/** What a round may hold. `calm`: no program ends, so that their memory can be watched. */
export type Weather = 'storm' | 'calm';

const latestStartMs = 4_000;
const shortestMs = 300;
const longestMs = 4_000;

/** At most one disturbance of each program, of the tag and of the file; they overlap as it comes. */
export function planRound(seed: number, number: number, weather: Weather): Round {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) + number);
  // Numbers that follow each other begin alike.
  random();
  const ofPrograms = programNames.flatMap((program) =>
    random() < (weather === 'storm' ? 0.45 : 0.2) ? [programTrouble(random, program, weather)] : [],
  );
  const touches = (program: ProgramName) => ofPrograms.some((each) => 'program' in each && each.program === program);
  const losesTag = random() < 0.5;
  const by = touches('ems') ? 'marker' : oneOf<'marker' | 'rule-set'>(random, ['marker', 'rule-set']);
  const ofRights: Disturbance[] = [
    ...(losesTag ? [{ kind: 'tag', by, forMs: duration(random) } as const] : []),
    ...(random() < 0.3 ? [{ kind: 'deny', forMs: duration(random) } as const] : []),
  ];
  const all = [...ofPrograms, ...ofRights];
  // A program that has just been killed could not be told.
  const whole =
    all.length === 0 || (!touches('gateway') && random() < 0.3) ? [...all, { kind: 'reload' } as const] : all;
  const planned = whole.map((what) => ({ atMs: between(random, 0, latestStartMs), what }));
  return {
    number,
    planned: planned.toSorted((a, b) => a.atMs - b.atMs),
    losesTagToTheEnd: losesTag && !planned.some(({ what }) => endsSessions(what)) && random() < 0.7,
  };
}

/** Whether it ends sessions by itself; an EMS carries none. */
function endsSessions(what: Disturbance): boolean {
  return what.kind === 'deny' || (what.kind === 'end' && what.program !== 'ems');
}

function programTrouble(random: Random, program: ProgramName, weather: Weather): Disturbance {
  const forMs = duration(random);
  const how = random();
  if (weather === 'calm' || how < 0.3) return { kind: 'pause', program, forMs };
  return { kind: 'end', program, signal: how < 0.75 ? 'SIGKILL' : 'SIGTERM', forMs };
}

function duration(random: Random): number {
  return between(random, shortestMs, longestMs);
}

/** One disturbance in a few words. */
export function inWords(what: Disturbance): string {
  switch (what.kind) {
    case 'end':
      return `${what.program} ${what.signal}`;
    case 'pause':
      return `${what.program} stopped for ${what.forMs} ms`;
    case 'tag':
      return `tag lost (${what.by})`;
    case 'deny':
      return 'policy denies';
    case 'reload':
      return 'reload';
  }
}
