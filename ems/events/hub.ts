// The connected agents and gateways: beats, notices of change, what each has applied, and closing them.

import type { WebSocket } from 'ws';
import { applied, closeCodes, type ServerEvent } from '../../shared/ems/events.ts';
import type { Logger } from '../../shared/log.ts';

/** Whom a connection speaks for. */
export interface Member {
  readonly kind: 'agent' | 'gateway';
  readonly id: string;
  /** SHA-256 of the certificate that the connection shows, and when that ends (milliseconds since 1970). */
  readonly certificate: string;
  readonly notAfter: number;
}

export type ChangedWhat = Extract<ServerEvent, { type: 'changed' }>['what'];

export interface Hub extends AsyncDisposable {
  join(member: Member, socket: WebSocket): Promise<void>;
  /**
   * Tells everybody of one kind, or one of them, that something changed. Never fails: the change stands already, and
   * who missed the notice learns of it from the revision of the next beat.
   */
  notify(what: ChangedWhat, to: { readonly kind: 'agent' | 'gateway'; readonly id?: string }): Promise<void>;
  /** Ends connections: of an agent or gateway, or those made with one certificate. */
  close(which: { readonly id: string } | { readonly certificate: string }, why: keyof typeof closeCodes): void;
  isConnected(id: string): boolean;
  /** The revision a gateway has in force; null if it has not said. */
  appliedBy(id: string): number | null;
}

/** Where the hub takes what beats say. */
export interface Pulse {
  readonly current: () => Promise<{ readonly epoch: ServerEvent['epoch']; readonly revision: number }>;
  readonly now: () => number;
  readonly beatIntervalMs: number;
}

export function openHub(pulse: Pulse, log: Logger): Hub {
  const members = new Map<WebSocket, Member>();
  const appliedRevisions = new Map<string, number>();

  /** A connection lives no longer than the certificate it was made with. */
  function closeExpired(): void {
    for (const [socket, member] of members)
      if (member.notAfter < pulse.now()) socket.close(closeCodes.refused, 'refused');
  }

  /** One that reconnects in circles pushes its own connections out, nobody else's. */
  function makeRoomFor(member: Member): void {
    const own = [...members].filter(([, each]) => each.id === member.id).map(([socket]) => socket);
    for (const socket of own.slice(0, Math.max(0, own.length + 1 - mostPerMember))) socket.terminate();
  }

  async function beatAll(sockets: Iterable<WebSocket>): Promise<void> {
    const { epoch, revision } = await pulse.current();
    for (const socket of sockets) send(socket, { type: 'beat', epoch, revision, now: pulse.now() });
  }

  async function tell(what: ChangedWhat, to: { readonly kind: Member['kind']; readonly id?: string }): Promise<void> {
    const { epoch, revision } = await pulse.current();
    for (const [socket, member] of members) {
      if (member.kind === to.kind && (to.id === undefined || to.id === member.id))
        send(socket, { type: 'changed', what, epoch, revision });
    }
  }

  const timer = setInterval(() => {
    closeExpired();
    beatAll(members.keys()).catch((error: unknown) => log.error('a beat could not be sent', { error }));
  }, pulse.beatIntervalMs);

  return {
    async join(member, socket) {
      makeRoomFor(member);
      members.set(socket, member);
      socket.on('close', () => members.delete(socket));
      socket.on('error', () => socket.terminate());
      socket.on('message', (bytes, isBinary) => {
        const said = isBinary ? undefined : jsonOf(String(bytes));
        if (said === undefined) return socket.terminate();
        // An event that only a later release knows is let pass.
        const event = applied.safeParse(said);
        if (event.success) appliedRevisions.set(member.id, event.data.revision);
      });
      await beatAll([socket]);
    },
    notify: (what, to) =>
      tell(what, to).catch((error: unknown) => log.error('a change could not be announced', { what, error })),
    close(which, why) {
      for (const [socket, member] of members) {
        const isMeant = 'id' in which ? member.id === which.id : member.certificate === which.certificate;
        if (isMeant) socket.close(closeCodes[why], why);
      }
    },
    isConnected: (id) => [...members.values()].some((member) => member.id === id),
    appliedBy: (id) => appliedRevisions.get(id) ?? null,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      for (const socket of members.keys()) socket.terminate();
    },
  };
}

const mostPerMember = 8;

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
