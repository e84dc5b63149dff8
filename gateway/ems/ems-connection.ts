// Follows the EMS: hears beats and changes, fetches what they announce, publishes destinations, tells what was applied.

import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { backoffDelayMs, emsBackoff } from '../../shared/backoff.ts';
import type { Clock } from '../../shared/clock.ts';
import { clockDifference } from '../../shared/clock-difference.ts';
import { type ServerEvent, subprotocols } from '../../shared/ems/events.ts';
import { gatewayEventsPath, gatewayRoutes } from '../../shared/ems/gateway-routes.ts';
import { hasCode } from '../../shared/errors/app-error.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { Logger } from '../../shared/log.ts';
import { keepEmsLink, type LinkState } from '../../shared/node/ems-link.ts';
import { type RouteClient, routeClient } from '../../shared/node/route-client.ts';
import type { ClientTls } from '../../shared/node/tls/tls-options.ts';
import type { DeviceViews } from './device-views.ts';
import { makeTroubles } from './troubles.ts';

export type Trust = z.output<(typeof gatewayRoutes)['trust']['reply']>;
export type Publication = z.input<(typeof gatewayRoutes)['destinations']['body']>;

export interface EmsConnectionOptions {
  /** host:port */
  readonly ems: string;
  readonly tls: () => ClientTls;
  readonly views: DeviceViews;
  readonly publication: () => Publication;
  readonly onTrust: (trust: Trust) => Promise<void>;
  /** Views, trust or the link changed: everything is to be decided again before `applied` is told. */
  readonly onChange: (affected: ReadonlySet<DeviceId> | 'all') => void;
  readonly onWithdrawn: () => void;
  readonly clock: Clock;
  readonly log: Logger;
  /** How often the view may be doubted; 30 s. */
  readonly doubtEveryMs?: number;
  /** How often validities that run out are asked for anew; 20 s. */
  readonly refreshMs?: number;
  /** See EmsLinkOptions. */
  readonly beatTimeoutMs?: number;
}

export interface EmsConnection extends AsyncDisposable {
  readonly state: LinkState;
  /** What is wrong, as sentences for an administrator; none if all is well. */
  readonly trouble: readonly string[];
  /** Publishes the destinations anew, after a reload. */
  publish(): void;
  /** Fetches the whole view once more, unless that was done lately. */
  doubtView(): void;
  /** The certificate has changed: connect again with it. */
  renewed(): void;
  call: RouteClient<typeof gatewayRoutes>['call'];
}

/** The things that can be waiting to be done; each is done until it succeeds. */
type Errand = 'trust' | 'views' | 'all-views' | 'publish';

const firstRetryMs = 250;
/** Whoever holds a certificate that is no longer on record could have everything fetched again and again. */
const doubtEveryMs = 30_000;

export function connectEms(options: EmsConnectionOptions): EmsConnection {
  const { views, log } = options;
  const stop = new AbortController();
  const origin = `https://${options.ems}`;
  let client = routeClient(gatewayRoutes, { origin, tls: options.tls() });
  let state: LinkState = { kind: 'connecting', attempt: 1 };
  const troubles = makeTroubles((text) => log.warn('something is wrong between here and the EMS', { what: text }));
  const errands = new Set<Errand>();
  const failures = new Map<Errand, number>();
  let running: Promise<void> | null = null;
  let doubtedAt = Number.NEGATIVE_INFINITY;
  let closing: Promise<unknown> = Promise.resolve();

  function ask(...wanted: readonly Errand[]): void {
    for (const errand of wanted) errands.add(errand);
    if (stop.signal.aborted || errands.size === 0) return;
    running ??= run().finally(() => {
      running = null;
      if (errands.size > 0) ask();
    });
  }

  /** Trust first: views are judged by it; the strictest errand of each kind stands for the weaker. */
  async function run(): Promise<void> {
    while (errands.size > 0 && !stop.signal.aborted) {
      const errand = (['trust', 'all-views', 'views', 'publish'] as const).find((one) => errands.has(one));
      if (errand === undefined) return;
      errands.delete(errand);
      try {
        await perform(errand);
        failures.delete(errand);
      } catch (error) {
        if (stop.signal.aborted || state.kind === 'withdrawn') return;
        if (hasCode(error, 'ems-refused') && error.params.why === 'gateway-withdrawn') return withdrawn();
        log.warn('an errand at the EMS failed', { errand, error });
        retryLater(errand);
      }
    }
  }

  /** One errand that fails must not hold up the others: a revocation does not wait for a refused publication. */
  function retryLater(errand: Errand): void {
    const attempt = (failures.get(errand) ?? 0) + 1;
    failures.set(errand, attempt);
    const delayMs = firstRetryMs + backoffDelayMs(emsBackoff, attempt, Math.random());
    sleep(delayMs, undefined, { signal: stop.signal }).then(
      () => ask(errand),
      () => undefined,
    );
  }

  async function perform(errand: Errand): Promise<void> {
    if (errand === 'trust') {
      await options.onTrust(await client.call('trust', {}, stop.signal));
      return options.onChange('all');
    }
    if (errand === 'publish') {
      await client.call('destinations', { body: options.publication() }, stop.signal);
      return;
    }
    const askedAt = options.clock.monotonic();
    const since = errand === 'views' ? views.mark : null;
    const query = { epoch: since?.epoch ?? 'none', since: since?.revision ?? 0 };
    const reply = await client.call('uidTags', { query }, stop.signal);
    const affected = views.apply(reply, askedAt);
    if (affected === null) errands.add('all-views');
    else options.onChange(affected);
    if (views.mark !== null) link.applied(views.mark.revision);
    if (!views.isBehind) return;
    await sleep(100, undefined, { signal: stop.signal });
    errands.add('views');
  }

  function hear(event: ServerEvent): void {
    if (event.type === 'beat') {
      troubles.set('clock', clockDifference('gateway', options.clock.now(), event.now));
      const outcome = views.beat(event.epoch, event.revision);
      if (outcome === 'start-over') ask('all-views', 'trust');
      else if (outcome === 'behind') ask('views');
      else if (views.mark !== null) link.applied(views.mark.revision);
    } else if (event.what === 'tags') ask('views');
    else if (event.what !== 'profile') ask('trust', 'views');
  }

  function heed(next: LinkState): void {
    const before = state.kind;
    state = next;
    if (next.kind === 'waiting') troubles.set('link', `${next.error.message}. ${next.error.next}`);
    else if (next.kind === 'connected') troubles.set('link', null);
    if (next.kind === 'connected') {
      log.info('connected to the EMS', { ems: options.ems });
      ask('trust', 'views', 'publish');
    } else if (next.kind === 'withdrawn') withdrawn();
    else if (next.kind === 'refused') log.error('the EMS does not accept the certificate of this gateway', {});
    else if (before === 'connected') {
      log.warn('lost the EMS', { ems: options.ems });
      // Its connections for fetching are as good as the link was: what waits on one would hold up what is fetched next.
      dialAnew();
    }
  }

  function dialAnew(): void {
    const old = client;
    client = routeClient(gatewayRoutes, { origin, tls: options.tls() });
    closing = Promise.allSettled([closing, old[Symbol.asyncDispose]()]);
  }

  function withdrawn(): void {
    state = { kind: 'withdrawn' };
    errands.clear();
    log.error('the EMS has withdrawn this gateway', { ems: options.ems });
    options.onWithdrawn();
  }

  const link = keepEmsLink({
    url: `wss://${options.ems}${gatewayEventsPath}`,
    subprotocol: subprotocols.gateway,
    tls: options.tls,
    onEvent: hear,
    onState: heed,
    clock: options.clock,
    random: Math.random,
    log,
    ...(options.beatTimeoutMs === undefined ? {} : { beatTimeoutMs: options.beatTimeoutMs }),
  });
  const refresh = setInterval(() => {
    // Reports lengthen validities without changing tags; a view that stays behind after that is fetched whole.
    if (state.kind === 'connected' && views.isRunningOut) ask('all-views');
  }, options.refreshMs ?? 20_000);

  return {
    get state() {
      return state;
    },
    get trouble() {
      return troubles.all();
    },
    publish: () => ask('publish'),
    doubtView() {
      const now = options.clock.monotonic();
      if (now - doubtedAt < (options.doubtEveryMs ?? doubtEveryMs)) return;
      doubtedAt = now;
      ask('all-views');
    },
    renewed() {
      dialAnew();
      link.reconnect();
    },
    call: (name, input, signal) => client.call(name, input, signal),
    async [Symbol.asyncDispose]() {
      stop.abort();
      clearInterval(refresh);
      await link[Symbol.asyncDispose]();
      await running;
      await closing;
      await client[Symbol.asyncDispose]();
    },
  };
}
