// The connected agents and gateways: beats, notices of change, what each has applied, and closing them.

import type { WebSocket } from 'ws';
import { applied, closeCodes, type ServerEvent } from '../../shared/ems/events.ts';
import type { Logger } from '../../shared/log.ts';

/** Whom a connection speaks for. */
export type Member =
  | { readonly kind: 'agent'; readonly id: string; readonly certificate: string }
  | { readonly kind: 'gateway'; readonly id: string; readonly certificate: string };

export type ChangedWhat = Extract<ServerEvent, { type: 'changed' }>['what'];

export interface Hub extends AsyncDisposable {
  join(member: Member, socket: WebSocket): Promise<void>;
  /** Tells everybody of one kind, or one of them, that something changed. */
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

  async function beatAll(sockets: Iterable<WebSocket>): Promise<void> {
    const { epoch, revision } = await pulse.current();
    for (const socket of sockets) send(socket, { type: 'beat', epoch, revision, now: pulse.now() });
  }

  const timer = setInterval(() => {
    beatAll(members.keys()).catch((error: unknown) => log.error('a beat could not be sent', { error }));
  }, pulse.beatIntervalMs);

  return {
    async join(member, socket) {
      members.set(socket, member);
      socket.on('close', () => members.delete(socket));
      socket.on('error', () => socket.terminate());
      socket.on('message', (bytes, isBinary) => {
        const event = applied.safeParse(isBinary ? null : jsonOf(String(bytes)));
        if (event.success) appliedRevisions.set(member.id, event.data.revision);
        else socket.terminate();
      });
      await beatAll([socket]);
    },
    async notify(what, to) {
      const { epoch, revision } = await pulse.current();
      for (const [socket, member] of members) {
        if (member.kind === to.kind && (to.id === undefined || to.id === member.id))
          send(socket, { type: 'changed', what, epoch, revision });
      }
    },
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
    return null;
  }
}
