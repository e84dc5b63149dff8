// The connected agents and gateways of this process: beats, notices of change, what each has applied, and closing them.

import type { WebSocket } from 'ws';
import { applied, closeCodes, type ServerEvent } from '../../shared/ems/events.ts';
import type { Logger } from '../../shared/log.ts';
import type { Hearer, Notice } from '../store/notices.ts';
import { makeMembers } from './members.ts';
import type { Link, Presence } from './presence.ts';
import type { ClosingReason } from './standing.ts';

/** Whom a connection speaks for. */
export interface Member {
  readonly kind: 'agent' | 'gateway';
  readonly id: string;
  /** SHA-256 of the certificate that the connection shows, and when that ends (milliseconds since 1970). */
  readonly certificate: string;
  readonly notAfter: number;
}

type Changed = Extract<Notice, { kind: 'changed' }>;

/** It hears what is announced and passes it on to its members; who missed a notice learns of it from the next beat. */
export interface Hub extends Hearer, AsyncDisposable {
  join(member: Member, socket: WebSocket): Promise<void>;
  /** The link of a gateway, to whatever process; null if it has none. */
  linkOf(id: string): Link | null;
}

/** Where the hub takes what it says from, and where it says which gateways it has. */
export interface Pulse {
  readonly current: () => Promise<{ readonly epoch: ServerEvent['epoch']; readonly revision: number }>;
  readonly ended: (members: readonly Member[]) => Promise<ReadonlyMap<string, ClosingReason>>;
  readonly now: () => number;
  readonly beatIntervalMs: number;
  readonly presence: Presence;
  /** Tells the other processes; absent where there are none. */
  readonly announce?: (notices: readonly Notice[]) => Promise<void>;
}

export function openHub(pulse: Pulse, log: Logger): Hub {
  const members = makeMembers<WebSocket, Member>();
  const appliedRevisions = new Map<string, number>();
  const untold = new Map<string, Changed>();
  let telling: NodeJS.Timeout | null = null;

  /** A connection lives no longer than the certificate it was made with, nor than what that certificate speaks for. */
  async function closeEnded(): Promise<void> {
    close((member) => member.notAfter < pulse.now(), 'refused');
    const ended = await pulse.ended([...members.all()]);
    for (const [certificate, why] of ended) close((member) => member.certificate === certificate, why);
  }

  function close(isMeant: (member: Member) => boolean, why: ClosingReason): void {
    for (const [socket, member] of members) {
      if (!isMeant(member)) continue;
      // It is closing: no beat reaches it any more.
      members.delete(socket);
      socket.close(closeCodes[why], why);
    }
  }

  /** One that reconnects in circles pushes its own connections out, nobody else's. */
  function makeRoomFor(member: Member): void {
    const own = members.of(member.id);
    for (const socket of own.slice(0, Math.max(0, own.length + 1 - mostPerMember))) socket.terminate();
  }

  async function beatAll(sockets: Iterable<WebSocket>): Promise<void> {
    const { epoch, revision } = await pulse.current();
    for (const socket of sockets) send(socket, { type: 'beat', epoch, revision, now: pulse.now() });
  }

  /** What is said in one breath is told once. */
  function tellSoon(notice: Changed): void {
    untold.set(`${notice.what} ${notice.to.kind} ${notice.to.id ?? ''}`, notice);
    telling ??= setTimeout(() => {
      telling = null;
      const notices = [...untold.values()];
      untold.clear();
      tell(notices).catch((error: unknown) => log.error('a change could not be announced', { error }));
    }, gatherMs);
  }

  async function tell(notices: readonly Changed[]): Promise<void> {
    const { epoch, revision } = await pulse.current();
    for (const { what, to } of notices)
      for (const socket of meantBy(to)) send(socket, { type: 'changed', what, epoch, revision });
  }

  function meantBy({ kind, id }: Changed['to']): readonly WebSocket[] {
    if (id !== undefined) return members.of(id);
    return [...members].flatMap(([socket, member]) => (member.kind === kind ? [socket] : []));
  }

  function announceLinks(links: readonly Link[], isOpen: boolean): void {
    const notices = links.length === 0 ? [] : pulse.presence.noticesOf(links, isOpen);
    if (notices.length === 0 || pulse.announce === undefined) return;
    pulse.announce(notices).catch((error: unknown) => log.warn('links could not be announced', { error }));
  }

  const isHere = (id: string): boolean => members.of(id).length > 0;
  const ownLink = (id: string): Link => ({ id, applied: appliedRevisions.get(id) ?? null });
  const ownGateways = (): Link[] =>
    [...new Set([...members.all()].flatMap(({ kind, id }) => (kind === 'gateway' ? [id] : [])))].map(ownLink);

  const timer = setInterval(() => {
    announceLinks(ownGateways(), true);
    closeEnded()
      .then(() => beatAll(members.sockets()))
      .catch((error: unknown) => log.warn('no beat was given: the database could not be asked', { error }));
  }, pulse.beatIntervalMs);

  return {
    async join(member, socket) {
      makeRoomFor(member);
      members.add(socket, member);
      if (member.kind === 'gateway') announceLinks([ownLink(member.id)], true);
      socket.on('close', () => {
        members.delete(socket);
        if (member.kind === 'gateway' && !isHere(member.id)) announceLinks([ownLink(member.id)], false);
      });
      socket.on('error', () => socket.terminate());
      socket.on('message', (bytes, isBinary) => {
        const said = isBinary ? undefined : jsonOf(String(bytes));
        if (said === undefined) return socket.terminate();
        // An event that only a later release knows is let pass.
        const event = applied.safeParse(said);
        if (!event.success || appliedRevisions.get(member.id) === event.data.revision) return;
        appliedRevisions.set(member.id, event.data.revision);
        if (member.kind === 'gateway') announceLinks([ownLink(member.id)], true);
      });
      await beatAll([socket]);
    },
    notice(heard) {
      if (heard.kind === 'changed') tellSoon(heard);
      else if (heard.kind === 'links') pulse.presence.hear(heard);
      else if (heard.kind === 'authorities')
        closeEnded().catch((error: unknown) => log.error('members could not be looked at', { error }));
      else if (heard.kind === 'ended') close((member) => member.id === heard.id, heard.why);
      else close((member) => member.certificate === heard.certificate, heard.why);
    },
    gap() {
      closeEnded().catch((error: unknown) => log.error('members could not be looked at', { error }));
      for (const kind of ['agent', 'gateway'] as const) tellSoon({ kind: 'changed', what: 'recheck', to: { kind } });
    },
    linkOf: (id) => (isHere(id) ? ownLink(id) : pulse.presence.elsewhere(id)),
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      if (telling !== null) clearTimeout(telling);
      for (const socket of members.sockets()) socket.terminate();
    },
  };
}

const mostPerMember = 8;
const gatherMs = 5;

/** A reader that does not keep up is cut off; it comes back and fetches. */
const largestBacklog = 256 * 1024;

function send(socket: WebSocket, event: ServerEvent): void {
  if (socket.bufferedAmount > largestBacklog) socket.terminate();
  else socket.send(JSON.stringify(event));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
