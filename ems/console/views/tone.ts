// What a state means to whoever looks at it; the colours come of it, never the other way round.

/** `good`: as it should be; `waiting`: somebody has to do something; `ended`: opens nothing; `bad`: look at it. */
export type Tone = 'good' | 'waiting' | 'ended' | 'bad';

export interface Label {
  readonly text: string;
  readonly tone: Tone;
}
