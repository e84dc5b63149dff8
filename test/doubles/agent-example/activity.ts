// Activity and traffic of the example device: a morning's connections, or as many as are ever remembered.

import {
  type ActivityEntry,
  activityPage,
  mostActivity,
  type Traffic,
  traffic,
} from '../../../shared/agent/activity.ts';
import { before, requestIdOf } from './device.ts';
import { exampleProfile } from './organisation.ts';

/** What people reach a port with. */
const programs: Readonly<Record<number, string>> = {
  22: 'ssh',
  443: 'firefox-esr',
  3389: 'remmina',
  5432: 'psql',
  8080: 'chromium',
};

/** So many entries, the newest last; every ninth was refused, the newest two are still carried. */
export function activityEntries(count: number, now: Date): readonly ActivityEntry[] {
  const many = Math.min(count, mostActivity);
  const entries = Array.from({ length: many }, (_, index) => entryOf(index, many, now));
  return activityPage.parse({ entries, last: many }).entries;
}

function entryOf(index: number, count: number, now: Date): unknown {
  const age = (count - index) * 37;
  const sequence = index + 1;
  const service = exampleProfile.destinations[(index * 7) % exampleProfile.destinations.length];
  const destination = `${service?.host}:${service?.port}`;
  const id = `a${sequence}`;
  if (index % 9 === 4) {
    const requestId = requestIdOf(1_000 + index);
    const denial = {
      code: '065',
      title: 'ZTNA Policy Deny',
      requestId,
      destination,
      policy: 'healthy computers',
      tags: ['healthy'],
      retry: false,
    };
    return { kind: index % 2 === 0 ? 'refused' : 'cut', sequence, id, at: before(now, age), denial };
  }
  return {
    kind: 'session',
    sequence,
    id,
    requestId: requestIdOf(index),
    destination,
    osUser: 'mira',
    program: programs[service?.port ?? 0] ?? null,
    since: before(now, age),
    until: index >= count - 2 ? null : before(now, Math.max(1, age - 30)),
    sent: 900 + ((index * 7_919) % 90_000),
    received: 4_000 + ((index * 104_729) % 9_000_000),
  };
}

/** Three minutes in steps of three seconds: a calm line with a download in it. */
export function exampleTraffic(now: Date): Traffic {
  const steps = Array.from({ length: 60 }, (_, index) => index);
  const wave = (index: number) => Math.round(14_000 + 9_000 * Math.sin(index / 3.3));
  const download = (index: number) => (index > 30 && index < 44 ? 420_000 - Math.abs(37 - index) * 52_000 : 0);
  return traffic.parse({
    at: now.toISOString(),
    stepMs: 3_000,
    sent: steps.map((index) => Math.round(wave(index + 9) / 4)),
    received: steps.map((index) => wave(index) + Math.max(0, download(index))),
    destinations: exampleProfile.destinations.slice(0, 4).map(({ host, port }, index) => ({
      destination: `${host}:${port}`,
      sessions: (index * 3) % 4,
      sent: 41_200 * (index + 1),
      received: 1_204_000 * (index + 2),
      openedInMs: index === 3 ? null : 11.5 + index * 7,
    })),
  });
}
