// What `stile activity` shows of connections; pure.

import type { ActivityEntry } from '../../shared/agent/activity.ts';
import { table } from './table.ts';

export interface ActivityFilter {
  /** Only what was refused or cut. */
  readonly denied: boolean;
  /** A host, the first part of one, or `host:port`. */
  readonly destination: string | null;
}

/** Of entries that came more than once the last, in the order of their last change; those that the filter lets through. */
export function filtered(entries: readonly ActivityEntry[], filter: ActivityFilter): readonly ActivityEntry[] {
  const latest = new Map<string, ActivityEntry>();
  for (const entry of entries) {
    latest.delete(entry.id);
    latest.set(entry.id, entry);
  }
  return [...latest.values()].filter(
    (entry) =>
      (!filter.denied || entry.kind !== 'session') &&
      (filter.destination === null || isMeant(filter.destination, destinationOf(entry))),
  );
}

export function activityView(entries: readonly ActivityEntry[]): readonly string[] {
  return table(
    ['when', 'what', 'destination', 'user', 'sent', 'received', 'lasted', 'why', 'request'],
    entries.map(row),
    'No connections yet.',
  );
}

function row(entry: ActivityEntry): readonly string[] {
  if (entry.kind !== 'session') {
    const { code, title, requestId } = entry.denial;
    return [entry.at, entry.kind, destinationOf(entry) ?? 'this device', '', '', '', '', `${code} ${title}`, requestId];
  }
  const { since, until, destination, osUser, sent, received, requestId } = entry;
  const lasted = until === null ? '' : `${((Date.parse(until) - Date.parse(since)) / 1_000).toFixed(1)} s`;
  const what = until === null ? 'open' : 'ended';
  return [since, what, destination, osUser, String(sent), String(received), lasted, '', requestId ?? ''];
}

function destinationOf(entry: ActivityEntry): string | null {
  return entry.kind === 'session' ? entry.destination : entry.denial.destination;
}

function isMeant(asked: string, destination: string | null): boolean {
  if (destination === null) return false;
  const wanted = asked.trim().toLowerCase();
  const host = destination.toLowerCase().replace(/:\d+$/, '');
  return [destination.toLowerCase(), host, host.split('.')[0]].includes(wanted);
}
