// Reads single fields out of a list of them.

import type { Fields } from '../ports.ts';

/** Every value of a field, in order. @param name lower case */
export function valuesOf(fields: Fields, name: string): readonly string[] {
  return fields.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
}

/** The members of a field that is a list, lower case. */
export function membersOf(fields: Fields, name: string): readonly string[] {
  return valuesOf(fields, name)
    .flatMap((value) => value.split(','))
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '');
}
