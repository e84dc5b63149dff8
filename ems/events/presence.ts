// Knows which gateways are connected to which EMS process, by what the processes say of themselves.

import type { Clock } from '../../shared/clock.ts';
import type { Notice } from '../store/notices.ts';

export interface Link {
  readonly id: string;
  /** The revision that the gateway has in force; null if it has not said. */
  readonly applied: number | null;
}

type LinksNotice = Extract<Notice, { kind: 'links' }>;

export interface Presence {
  hear(notice: LinksNotice): void;
  /** The newest that another process has said of a gateway; null if none has it. */
  elsewhere(id: string): Link | null;
  /** What this process has to say of its own. */
  noticesOf(links: readonly Link[], isOpen: boolean): readonly LinksNotice[];
}

/** A notice may have 8000 bytes. */
const linksPerNotice = 60;

/** `validMs` after it last spoke, a process counts as gone, and so do the links it had. */
export function openPresence(process: string, clock: Clock, validMs: number): Presence {
  const heard = new Map<string, Link & { readonly at: number }>();
  return {
    hear(notice) {
      if (notice.process === process) return;
      for (const link of notice.links) {
        const key = `${notice.process} ${link.id}`;
        heard.delete(key);
        if (notice.isOpen) heard.set(key, { ...link, at: clock.monotonic() });
      }
    },
    elsewhere(id) {
      const oldest = clock.monotonic() - validMs;
      for (const [key, link] of heard) if (link.at < oldest) heard.delete(key);
      return [...heard.values()].findLast((link) => link.id === id) ?? null;
    },
    noticesOf(links, isOpen) {
      const notices: LinksNotice[] = [];
      for (let at = 0; at < links.length; at += linksPerNotice)
        notices.push({ kind: 'links', process, isOpen, links: links.slice(at, at + linksPerNotice) });
      return notices;
    },
  };
}
