// Knows every connection that is passed to a gateway's listener as it is, and ends those that must not go on.

import type { Socket } from 'node:net';
import type { ProfileDestination, ProfileGateway } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import { dialFirst, join, type Place } from './passage.ts';

/** The connections that one user may have open at a time: a browser has some for each host, and one program that loops must not have all. */
export const mostOfOneUser = 256;

interface Passage {
  readonly local: Socket;
  readonly uid: number;
  readonly gateways: readonly string[];
  readonly stop: AbortController;
}

export class Passages {
  readonly #log: Logger;
  readonly #open = new Set<Passage>();
  #gateways: readonly ProfileGateway[] = [];
  #isEnrolled = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** What leads to a gateway that is gone, or is elsewhere now, is reset. */
  use(gateways: readonly ProfileGateway[]): void {
    const before = new Map(this.#gateways.map((each) => [each.id, JSON.stringify(each.addresses)]));
    this.#gateways = gateways;
    const same = new Set<string>();
    for (const { id, addresses } of gateways) if (before.get(id) === JSON.stringify(addresses)) same.add(id);
    for (const each of this.#open) if (each.gateways.some((id) => !same.has(id))) this.#reset(each);
  }

  /** Without an identity nothing is passed: whoever has left uses nobody's gateway. */
  setEnrolled(isEnrolled: boolean): void {
    this.#isEnrolled = isEnrolled;
    if (!isEnrolled) for (const each of this.#open) this.#reset(each);
  }

  /** Passes a paused local connection, of which nothing was read. Resolves when it is joined (true) or over (false). */
  async pass(local: Socket, uid: number, destination: ProfileDestination): Promise<boolean> {
    const gateways = this.#gateways.filter(({ id }) => destination.gateways.includes(id));
    const ofUser = [...this.#open].filter((each) => each.uid === uid).length;
    if (!this.#isEnrolled || gateways.length === 0 || ofUser >= mostOfOneUser) {
      this.#log.warn('a connection to a web application was not passed', { uid, open: ofUser });
      resetSocket(local);
      return false;
    }
    const stop = new AbortController();
    const passage = { local, uid, gateways: gateways.map(({ id }) => id), stop };
    this.#open.add(passage);
    local.once('close', () => {
      this.#open.delete(passage);
      stop.abort();
    });
    const server = await dialFirst(placesOf(gateways, destination.port), stop.signal);
    if (server === null || local.destroyed) {
      server?.destroy();
      if (!stop.signal.aborted)
        this.#log.warn('no gateway of a web application can be reached', {
          gateways: gateways.map((each) => each.serverName),
        });
      resetSocket(local);
      return false;
    }
    stop.signal.addEventListener('abort', () => resetUnlessEnded(server), { once: true });
    join(local, server);
    return true;
  }

  #reset({ local, stop }: Passage): void {
    resetSocket(local);
    stop.abort();
  }
}

/** The local side has closed: with both ends said, the gateway closes by itself. */
function resetUnlessEnded(server: Socket): void {
  if (!server.destroyed && !(server.readableEnded && server.writableEnded)) resetSocket(server);
}

/** The gateway's hosts, at the port that browsers dial. */
function placesOf(gateways: readonly ProfileGateway[], port: number): readonly Place[] {
  const hosts = gateways
    .flatMap(({ addresses }) => addresses)
    .map((address) => address.slice(0, address.lastIndexOf(':')));
  return [...new Set(hosts)].map((host) => ({ host: host.replace(/^\[|\]$/g, ''), port }));
}
