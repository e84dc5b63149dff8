// The serial number that a maker gave a machine, in one spelling; pure. It is a claim of the device: nothing attests it.

import { z } from 'zod';

/** One invitation names so many machines at most. */
export const mostSerials = 10_000;

/** As people write it down. */
export const serialNumber = z
  .string()
  .trim()
  .regex(/^[!-~](?:[ -~]{0,62}[!-~])?$/, 'a serial number has 1 to 64 printable characters');

/** Case does not count, nor how wide a gap is. */
export function normalSerial(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toUpperCase();
}

/** One a line, `#` begins a comment; each once, in one spelling. */
export function serialsIn(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => normalSerial(line.replace(/#.*/, '')));
  return [...new Set(lines.filter((line) => line !== ''))];
}
