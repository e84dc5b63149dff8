// Times, amounts and lists as people of one language write them.

import type { Language } from './language.ts';

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const;

/** Shorter than this nobody counts. */
const nowMs = 10_000;

/** `3 minutes ago`, `in 12 days`, `now`: in the largest unit that fits, rounded towards now. */
export function relativeTime(language: Language, ms: number): string {
  if (Math.abs(ms) < nowMs) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  const { unit, ms: step } = steps.find((each) => Math.abs(ms) >= each.ms) ?? steps[3];
  // “Yesterday” would be wrong for what lies 47 hours back.
  return new Intl.RelativeTimeFormat(language, { numeric: 'always' }).format(Math.trunc(ms / step), unit);
}

/** `3 minutes`, `2 hours`: the largest unit that fits. */
export function duration(language: Language, ms: number): string {
  const { unit, ms: step } = steps.find((each) => ms >= each.ms) ?? steps[3];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(0, Math.trunc(ms / step)),
  );
}

/** Day and time of this machine's clock: `Nov 27, 2026, 4:05 PM`. What is no time stands as it came. */
export function moment(language: Language, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

export function day(language: Language, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.4 MB`, in thousands as networks count. */
export function bytes(language: Language, amount: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, amount)) / 3)));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: byteUnits[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(amount / 1_000 ** power);
}

/** `1.4 MB/s` */
export function bytesPerSecond(language: Language, amount: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(1, Math.floor(Math.log10(Math.max(1, amount)) / 3)));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: `${byteUnits[power] ?? 'kilobyte'}-per-second`,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(amount / 1_000 ** power);
}

export function count(language: Language, amount: number): string {
  return new Intl.NumberFormat(language).format(amount);
}

/** `a, b and c` */
export function listOf(language: Language, items: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
}
