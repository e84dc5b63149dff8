// One simulated device that is enrolled: holds its link, fetches its profile when told, and reports when asked to.

import { setTimeout as sleep } from 'node:timers/promises';
import { backoffDelayMs, emsBackoff } from '../../shared/backoff.ts';
import { agentEventsPath, agentRoutes } from '../../shared/ems/agent-routes.ts';
import { type ServerEvent, subprotocols } from '../../shared/ems/events.ts';
import type { Profile } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import { type EmsLink, keepEmsLink } from '../../shared/node/ems-link.ts';
import { routeClient } from '../../shared/node/route-client.ts';
import { systemClock } from '../../shared/node/system-clock.ts';
import type { Identity } from './enrol.ts';
import { reportOf } from './posture.ts';
import type { Tally } from './tally.ts';

export interface FleetDevice extends AsyncDisposable {
  /** Opens the link, and keeps it open. */
  connect(): void;
  /** Reports now, unless an answer is still awaited. */
  report(): void;
  readonly seen: Seen;
}

export interface DeviceWorld {
  /** host:port */
  readonly ems: string;
  readonly identity: Identity;
  readonly tally: Tally;
  readonly log: Logger;
}

/** When it came to this last, by the clock of `performance`; zero if never. */
export interface Seen {
  readonly connectedAt: number;
  readonly lostAt: number;
  /** It was told of a change. */
  readonly changedAt: number;
  /** A report was answered that follows a fetch of the profile. */
  readonly reportedAt: number;
}

export function makeDevice(number: number, { ems, identity, tally, log }: DeviceWorld): FleetDevice {
  const client = routeClient(agentRoutes, { origin: `https://${ems}`, tls: identity, connections: 1 });
  const seen = { connectedAt: 0, lostAt: 0, reportedAt: 0, changedAt: 0 };
  const stop = new AbortController();
  let link: EmsLink | null = null;
  let profile: Profile | null = null;
  let sequence = 0;
  let isReporting = false;
  let isFetching = false;
  let isStale = false;

  function note(what: keyof typeof seen): void {
    seen[what] = performance.now();
  }

  async function report(): Promise<boolean> {
    isReporting = true;
    sequence += 1;
    tally.count('sent');
    const began = performance.now();
    try {
      const reply = await client.call('report', { body: reportOf(number, sequence, profile) }, stop.signal);
      tally.answered(performance.now() - began);
      link?.applied(reply.revision);
      return true;
    } catch {
      if (!stop.signal.aborted) tally.count('failed');
      return false;
    } finally {
      isReporting = false;
    }
  }

  /** One fetch at a time, and one more if something changed meanwhile; a report follows, by the new rules. What fails is tried again. */
  async function refresh(): Promise<void> {
    isStale = true;
    if (isFetching) return;
    isFetching = true;
    for (let attempt = 1; isStale && !stop.signal.aborted; attempt += 1) {
      isStale = false;
      if (await fetchAndReport()) continue;
      isStale = true;
      await sleep(backoffDelayMs(emsBackoff, attempt, Math.random()), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
    }
    isFetching = false;
  }

  async function fetchAndReport(): Promise<boolean> {
    try {
      profile = await client.call('profile', {}, stop.signal);
    } catch {
      if (!stop.signal.aborted) tally.count('failed');
      return false;
    }
    if (!(await report())) return false;
    note('reportedAt');
    return true;
  }

  function hear(event: ServerEvent): void {
    tally.count(event.type === 'beat' ? 'beats' : 'changes');
    if (event.type === 'beat') return;
    note('changedAt');
    if (event.what !== 'tags') void refresh();
  }

  return {
    seen,
    connect() {
      link ??= keepEmsLink({
        url: `wss://${ems}${agentEventsPath}`,
        subprotocol: subprotocols.agent,
        tls: () => identity,
        onEvent: hear,
        onState({ kind }) {
          if (kind === 'connected') {
            note('connectedAt');
            void refresh();
          } else if (seen.connectedAt > seen.lostAt) {
            tally.count('lost');
            note('lostAt');
          }
        },
        clock: systemClock,
        random: Math.random,
        log,
      });
    },
    report() {
      tally.count('due');
      if (isReporting) tally.count('skipped');
      else void report();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await link?.[Symbol.asyncDispose]();
      await client[Symbol.asyncDispose]();
    },
  };
}
