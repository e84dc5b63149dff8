// Enrolls this device by an invitation that was laid for it, now or whenever one appears, and goes on trying while the EMS is away.

import { setTimeout as sleep } from 'node:timers/promises';
import { type BackoffShape, backoffDelayMs } from '../../../shared/backoff.ts';
import { AppError, toWireError } from '../../../shared/errors/app-error.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import type { Agent } from '../../agent.ts';
import { isoTime, type World } from '../../world.ts';
import { sha256OfText } from '../enroll.ts';
import { failureOf } from '../states.ts';
import { decide, isFinal } from './decide.ts';
import { firstLaid, type Laid, type Place } from './place.ts';

export interface SilentTimes {
  /** How often is looked for an invitation. */
  readonly lookMs: number;
  readonly backoff: BackoffShape;
}

const usualTimes: SilentTimes = { lookMs: 2_000, backoff: { firstMs: 1_000, longestMs: 900_000 } };

export interface SilentEnrollment extends AsyncDisposable {
  /** Tries now, if it waits for its next try: the network came back. */
  hurry(): void;
}

/** Who enrolled, for people: nobody was there. */
const enroller = { uid: 0, name: 'managed enrolment', isSilent: true } as const;

/** How the invitation that lies there now has fared: one that is laid anew begins anew. */
type Course =
  | { readonly kind: 'waiting'; readonly failures: number; readonly dueAt: number }
  | { readonly kind: 'refused'; readonly error: AppError };
const begun: Course = { kind: 'waiting', failures: 0, dueAt: 0 };

type SilentWorld = Pick<World, 'config' | 'store' | 'saved' | 'clock' | 'random' | 'log'>;

/** Tells the content of an invitation to nobody but the EMS that it names. */
export function keepSilentEnrollment(
  world: SilentWorld,
  agent: Pick<Agent, 'enroll'>,
  places: () => readonly Place[],
  { lookMs, backoff }: SilentTimes = usualTimes,
): SilentEnrollment {
  const { store, saved, clock, log } = world;
  const stop = new AbortController();
  let key = '';
  let course: Course = begun;
  let shown: AppError | null = null;

  async function look(): Promise<void> {
    const laid = await firstLaid(places());
    if (laid === null) return show(null);
    const { place, found } = laid;
    if (found.kind === 'unsafe')
      return show(new AppError('invitation-file-unsafe', { path: place.title, why: found.why }));
    await follow(place, found, sha256OfText(found.text));
  }

  async function follow(place: Place, found: Extract<Laid['found'], { kind: 'found' }>, sha256: string): Promise<void> {
    const next = `${sha256} ${found.laid}`;
    if (next !== key) course = begun;
    key = next;
    try {
      const invitation = readInvitation(found.text);
      const decision = decide(machine(), { invitation, sha256, isKept: place.isKept });
      if (decision.kind === 'remove') await found.remove();
      if (decision.kind !== 'enroll') return show(decision.kind === 'refuse' ? decision.error : null);
      if (course.kind === 'refused') return show(course.error);
      show(null);
      if (clock.monotonic() < course.dueAt) return;
      await enrollBy(invitation.ems, found.text, invitation.ca, course.failures);
    } catch (error) {
      refuse(error, place);
    }
  }

  /** @throws what would be so at the next try as well */
  async function enrollBy(ems: string, text: string, ca: string, failures: number): Promise<void> {
    try {
      await agent.enroll(text, ca, enroller);
    } catch (error) {
      if (isFinal(error)) throw error;
      const waitMs = backoffDelayMs(backoff, failures + 1, world.random());
      course = { kind: 'waiting', failures: failures + 1, dueAt: clock.monotonic() + waitMs };
      log.warn('the silent enrolment has not come about yet', { error, waitMs });
      if (store.current.enrollment.kind !== 'none') return;
      const silent = { lastFailure: failureOf(error), retryAt: isoTime(clock.now() + waitMs) };
      store.apply({ kind: 'enrollment', enrollment: { kind: 'enrolling', ems, silent } });
    }
  }

  function refuse(cause: unknown, place: Place): void {
    const { message, next } = toWireError(cause);
    const error = new AppError('silent-enrolment-refused', { place: place.title, why: message, next }, { cause });
    course = { kind: 'refused', error };
    show(error);
  }

  function machine() {
    const { identity, isWithdrawn, spentInvitation } = saved.current;
    const { allowedEms } = world.config;
    return { identity, isWithdrawn, hasUnreadableState: saved.trouble !== null, spent: spentInvitation, allowedEms };
  }

  function show(error: AppError | null): void {
    if (shown?.message === error?.message) return;
    if (shown !== null) store.apply({ kind: 'warning', code: shown.code, warning: null });
    shown = error;
    if (error === null) return;
    const { code, message, next } = error;
    log.warn('the invitation that was laid is not used', { code, why: message });
    const text = `${message}. ${next}`.slice(0, 1_000);
    store.apply({ kind: 'warning', code, warning: { code, severity: 'high', text } });
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await look().catch((error: unknown) => log.error('an invitation could not be looked for', { error }));
      await sleep(lookMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    hurry() {
      if (course.kind === 'waiting') course = { ...course, dueAt: 0 };
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
