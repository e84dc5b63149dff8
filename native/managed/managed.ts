// What the organisation that manages this machine has settled for the agent, and where that stands.

import type { SettingTrouble } from '../../shared/managed/parse-values.ts';
import type { ManagedValues } from '../../shared/managed/settings.ts';

/** Settings that could be read, and those that could not. `source`: the place, for people. */
export type ManagedReading =
  /** Nothing is managed here. */
  | { readonly kind: 'none' }
  | { readonly kind: 'values'; readonly values: ManagedValues; readonly source: string }
  /** A part could not be read: what it would have settled is not known. `readable` is the rest. */
  | {
      readonly kind: 'invalid';
      readonly readable: ManagedValues;
      readonly source: string;
      readonly troubles: readonly ManagedTrouble[];
    };

/** What is wrong and where, for the person who wrote it; never a value. */
export interface ManagedTrouble {
  /** A file and line, or the name of a value. */
  readonly where: string;
  readonly why: string;
}

export interface ManagedConfiguration {
  /** Looks at it now. Never rejects: what cannot be read is said. */
  read(): Promise<ManagedReading>;
  /** Calls whenever it may read otherwise than before, until disposed. */
  watch(onChange: () => void): AsyncDisposable;
}

/** A reading of one place as a whole. */
export function readingOf(source: string, values: ManagedValues, troubles: readonly ManagedTrouble[]): ManagedReading {
  if (troubles.length > 0) return { kind: 'invalid', readable: values, source, troubles };
  return Object.keys(values).length === 0 ? { kind: 'none' } : { kind: 'values', values, source };
}

/** Trouble with a setting, said of a place that has no lines. */
export function troubleAt(source: string, { name, why }: SettingTrouble): ManagedTrouble {
  return { where: `${source}: ${name}`, why };
}
