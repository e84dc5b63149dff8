// Decides what holds of the managed configuration, above all where it cannot be read; pure.

import type { ManagedReading, ManagedTrouble } from '../../native/managed/managed.ts';
import type { ManagedValues } from '../../shared/managed/settings.ts';

/** The managed settings that hold now. `source`: where they stand, for people; null where nothing is managed. */
export interface InForce {
  readonly values: ManagedValues;
  readonly source: string | null;
  readonly standing: Standing;
}

export type Standing =
  | { readonly kind: 'as-read' }
  /** What stands there cannot be read: what could be read last holds. */
  | { readonly kind: 'kept'; readonly troubles: readonly ManagedTrouble[] }
  /** It cannot be read and never could: what is not known is taken for the strictest. */
  | { readonly kind: 'strictest'; readonly troubles: readonly ManagedTrouble[] };

/** A configuration that could be read. */
export interface Good {
  readonly values: ManagedValues;
  readonly source: string;
}

/**
 * What restricts people, and whose loss nobody who works with an enrolled device would miss. It does not end access: who is
 * enrolled was enrolled before anything was managed, and a slip in a file must not send a whole organisation home.
 */
const strictest: ManagedValues = {
  AllowedEms: [],
  MayQuit: false,
  Disconnect: 'not-allowed',
  PersonalDestinations: false,
};

/** A slip in a file never loosens anything: it freezes what held, or holds the strictest there is. */
export function inForce(reading: ManagedReading, lastGood: Good | null): InForce {
  switch (reading.kind) {
    case 'none':
      return { values: {}, source: null, standing: { kind: 'as-read' } };
    case 'values':
      return { values: reading.values, source: reading.source, standing: { kind: 'as-read' } };
    case 'invalid': {
      const { troubles, source, readable } = reading;
      if (lastGood !== null) return { ...lastGood, standing: { kind: 'kept', troubles } };
      return { values: { ...readable, ...strictest }, source, standing: { kind: 'strictest', troubles } };
    }
  }
}
