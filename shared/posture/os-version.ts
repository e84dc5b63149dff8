// What an `os-version` rule says, compared with the operating system a device has.

import { compareToPrecision } from './compare-versions.ts';
import type { OsVersionValue } from './fact.ts';

export type Comparator = '=' | '>' | '<' | '>=' | '<=';

/** The content of an `os-version` rule: `Debian 12`, `12.11`, or just `Debian`. Empty means "any". */
export interface WantedOs {
  readonly name: string;
  readonly version: string;
}

/** Takes the rule's content apart: a version is a last word that begins with a digit. */
export function parseWantedOs(content: string): WantedOs {
  const words = content.trim().split(/\s+/u);
  const last = words.at(-1) ?? '';
  if (!/^[0-9]/.test(last)) return { name: words.join(' '), version: '' };
  return { name: words.slice(0, -1).join(' '), version: last };
}

/**
 * Whether the device's system is the wanted one, compared as far as the wanted version goes: 12.11 is `= Debian 12`, and not
 * `> Debian 12`. Another product never matches, whatever its version. Null where it cannot be told: the system states no
 * version, or an order is asked for without one.
 */
export function matchesOs(wanted: WantedOs, comparator: Comparator, actual: OsVersionValue): boolean | null {
  if (wanted.version === '' && comparator !== '=') return null;
  if (wanted.name !== '' && !isNamed(wanted.name, actual)) return false;
  if (wanted.version === '') return true;
  if (actual.version === '') return null;
  return holds(comparator, compareToPrecision(actual.version, wanted.version));
}

/** `Debian` and `debian` both name a `Debian GNU/Linux` whose id is `debian`. */
function isNamed(name: string, actual: OsVersionValue): boolean {
  const wanted = name.toLowerCase();
  return wanted === actual.id.toLowerCase() || wanted === actual.name.toLowerCase();
}

function holds(comparator: Comparator, order: number): boolean {
  switch (comparator) {
    case '=':
      return order === 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
  }
}
