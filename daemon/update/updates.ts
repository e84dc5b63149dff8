// Keeps this device up to date: goes from step to step by itself, and as people ask.

import { backoffDelayMs, jittered } from '../../shared/backoff.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { failureOf } from '../enrollment/states.ts';
import type { Store } from '../state/store.ts';
import { type StepOptions, stepsOf } from './steps.ts';
import { planOf, postponed, type TimeRules } from './timing.ts';
import { nextStep, type Situation, updateView, versionOf, type Work } from './work.ts';

export interface UpdateOptions extends Omit<StepOptions, 'now' | 'signal'> {
  readonly rules: () => TimeRules;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: () => number;
  readonly times?: Partial<UpdateTimes>;
}

export interface UpdateTimes {
  /** After the start of the agent, at most: machines start when people do, all at once. */
  readonly firstCheckMs: number;
  readonly checkMs: number;
  /** Between two looks at what is due, and at a package manager that runs. */
  readonly lookMs: number;
  readonly watchMs: number;
}

const usualTimes: UpdateTimes = { firstCheckMs: 120_000, checkMs: 6 * 3_600_000, lookMs: 30_000, watchMs: 2_000 };

/** After something has failed, besides a quarter of an hour. */
const retry = { firstMs: 15 * 60_000, longestMs: usualTimes.checkMs };

export interface Updates extends AsyncDisposable {
  /** Asks the feed now. @throws AppError `update-off` */
  checkNow(): void;
  /** @throws AppError `update-off`, `update-none`, `update-under-way` */
  installNow(): void;
  /** @throws AppError `update-off`, `update-none`, `update-under-way`, `update-not-postponable` */
  postpone(hours: number): Promise<void>;
}

export function startUpdates(options: UpdateOptions): Updates {
  const { store, saved, clock, log, random } = options;
  const times = { ...usualTimes, ...options.times };
  const stop = new AbortController();
  const steps = stepsOf({ ...options, now: () => clock.now(), signal: stop.signal });
  let work: Work = { kind: 'idle', checkedAt: null };
  let checkAt = clock.now() + Math.round(times.firstCheckMs * random());
  let known = options.source()?.feed.href;
  let troubles = 0;
  let isCheckWanted = false;
  let isInstallWanted = false;
  let woken = Promise.withResolvers<void>();

  const situation = (): Situation => ({
    isOn: options.source() !== null,
    work,
    rules: options.rules(),
    checkAt,
    isCheckWanted,
    isInstallWanted,
    pending: saved.current.pending ?? { since: clock.now(), postponedUntil: null },
    isInUse: store.current.sessions.length > 0,
    now: clock.now(),
  });

  const show = (): void => store.apply({ kind: 'update', update: updateView(situation()) });

  /** Files that nobody will need any more go with the work that had them. */
  async function become(next: Work): Promise<void> {
    const held = 'downloaded' in work ? work.downloaded : null;
    const isKept = 'downloaded' in next && next.downloaded === held;
    work = next;
    if (!isKept) await held?.[Symbol.asyncDispose]();
    show();
  }

  async function sleep(ms: number): Promise<void> {
    const timer = setTimeout(() => woken.resolve(), ms);
    await woken.promise;
    clearTimeout(timer);
    woken = Promise.withResolvers();
  }

  async function doCheck(): Promise<void> {
    isCheckWanted = false;
    const wasAsked = isInstallWanted;
    const next = await steps.check(work, wasAsked);
    troubles = 0;
    checkAt = clock.now() + jittered(times.checkMs, 0.2, random());
    // Who asked meanwhile is answered by the next one.
    if (wasAsked && next.kind === 'idle') isInstallWanted = false;
    await become(next);
  }

  async function round(): Promise<void> {
    notice();
    const step = nextStep(situation());
    if (step === 'check') return await doCheck();
    if (step === 'give-up') return await become({ kind: 'idle', checkedAt: null });
    if (work.kind === 'found') return await doDownload(work);
    if (work.kind === 'ready' && step === 'install') {
      isInstallWanted = false;
      return await become(await steps.install(work));
    }
    if (work.kind !== 'installing') return await sleep(times.lookMs);
    await become(await steps.watch(work));
    await sleep(times.watchMs);
  }

  /** What has been settled otherwise meanwhile is shown, and asked for. */
  function notice(): void {
    const now = options.source()?.feed.href;
    if (now === known) return;
    known = now;
    isCheckWanted = now !== undefined;
    show();
  }

  async function doDownload({ offer }: Extract<Work, { kind: 'found' }>): Promise<void> {
    const totalBytes = offer.packages.reduce((sum, { size }) => sum + size, 0);
    let shown = -1;
    const downloading = (doneBytes: number): void => {
      // Everybody who looks gets a whole snapshot: one for each hundredth will do.
      const hundredth = Math.floor((doneBytes / totalBytes) * 100);
      if (hundredth === shown) return;
      shown = hundredth;
      work = { kind: 'downloading', offer, doneBytes };
      show();
    };
    downloading(0);
    await become(await steps.download(offer, downloading));
  }

  async function hear(error: unknown): Promise<void> {
    const failure = failureOf(error);
    const version = versionOf(work);
    if (error instanceof AppError) log.warn('updating failed', { code: failure.code, why: failure.message, version });
    else log.error('updating failed, and should not', { error });
    troubles += 1;
    checkAt = clock.now() + retry.firstMs + backoffDelayMs(retry, troubles, random());
    isInstallWanted = false;
    // What is verified stays good while the feed cannot be had, or is not to be believed.
    if (work.kind === 'ready' && failure.code.startsWith('update-feed')) return show();
    await become({ kind: 'failed', version, failure });
  }

  async function goOn(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!stop.signal.aborted) await hear(error);
    }
  }

  async function settle(): Promise<void> {
    for (let found: Work | null = null; found === null && !stop.signal.aborted; ) {
      found = await steps.settle();
      if (found === null) await sleep(times.watchMs);
      else await become(found);
    }
  }

  async function run(): Promise<void> {
    show();
    await goOn(settle);
    while (!stop.signal.aborted) await goOn(round);
  }
  const running = run();

  function assertOn(): void {
    if (!situation().isOn) throw new AppError('update-off');
  }

  /** The release that could be installed or put off. @throws AppError `update-off`, `update-none`, `update-under-way` */
  function assertSomething(): string {
    assertOn();
    const version = versionOf(work);
    if (version === null) throw new AppError('update-none');
    if (work.kind === 'installing') throw new AppError('update-under-way', { version });
    return version;
  }

  return {
    checkNow() {
      assertOn();
      isCheckWanted = true;
      woken.resolve();
    },
    installNow() {
      assertSomething();
      isInstallWanted = true;
      if (work.kind === 'failed') isCheckWanted = true;
      woken.resolve();
    },
    async postpone(hours) {
      const version = assertSomething();
      const { pending, rules } = situation();
      const plan = planOf(pending, rules);
      const until = postponed(plan, clock.now(), hours);
      if (until === null) {
        const last = new Date(plan.lastMoment).toISOString();
        throw new AppError('update-not-postponable', { version, until: last });
      }
      isInstallWanted = false;
      await saved.update({ pending: { ...pending, postponedUntil: until } });
      show();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      woken.resolve();
      await running;
      // Files that a package manager was given are its own until it ends.
      if (work.kind === 'ready') await work.downloaded[Symbol.asyncDispose]();
    },
  };
}
