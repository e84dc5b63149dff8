// When a release is installed: without asking, put off by users, and at the latest; pure.

const hourMs = 3_600_000;

/** In milliseconds since 1970: these moments outlive restarts. */
export interface Pending {
  /** Since when this device lags behind, whichever release it was first: a row of releases must not put off for ever. */
  readonly since: number;
  /** What users asked for. */
  readonly postponedUntil: number | null;
}

export interface TimeRules {
  readonly installAfterHours: number;
  readonly postponeHours: number;
  /** Hours of the local day in which nobody is asked; null: all of them. */
  readonly window: { readonly startHour: number; readonly endHour: number } | null;
  readonly localHour: (at: number) => number;
}

export interface Plan {
  /** From here on without asking, but not while somebody uses a connection, and within the window. */
  readonly installAt: number;
  /** From here on whatever goes on: who is asleep in every window is updated in the morning. */
  readonly lastMoment: number;
}

export function planOf({ since, postponedUntil }: Pending, rules: TimeRules): Plan {
  const usual = since + rules.installAfterHours * hourMs;
  const lastMoment = withinWindow(usual + rules.postponeHours * hourMs, rules);
  const installAt = Math.min(lastMoment, withinWindow(Math.max(usual, postponedUntil ?? 0), rules));
  return { installAt, lastMoment };
}

export function isDue({ installAt, lastMoment }: Plan, now: number, isInUse: boolean, rules: TimeRules): boolean {
  return now >= lastMoment || (now >= installAt && !isInUse && withinWindow(now, rules) === now);
}

/** How far users may still put it off; null: no further. */
export function postponableUntil({ installAt, lastMoment }: Plan): number | null {
  return installAt < lastMoment ? lastMoment : null;
}

/** Until when it is put off by so many hours from now; null if that is further than users may. */
export function postponed({ installAt, lastMoment }: Plan, now: number, hours: number): number | null {
  const until = now + hours * hourMs;
  return until > lastMoment ? null : Math.max(until, installAt);
}

/** This moment, or the beginning of the next window. */
function withinWindow(at: number, { window, localHour }: TimeRules): number {
  if (window === null || window.startHour === window.endHour) return at;
  const { startHour, endHour } = window;
  const isIn = (hour: number): boolean =>
    startHour < endHour ? hour >= startHour && hour < endHour : hour >= startHour || hour < endHour;
  if (isIn(localHour(at))) return at;
  // Hour by hour: a day has not always 24 of them.
  const nextHour = Math.ceil(at / hourMs) * hourMs;
  const hours = Array.from({ length: 26 }, (_, index) => nextHour + index * hourMs);
  return hours.find((each) => isIn(localHour(each))) ?? at;
}
