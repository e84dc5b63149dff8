// Serves a contract on a local socket: who calls comes from the kernel, everything else is checked against the table.

import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { errorOnWire } from '../../errors/told-error.ts';
import type { Logger } from '../../log.ts';
import type {
  Contract,
  EventInput,
  EventName,
  EventPayload,
  Handlers,
  Rights,
  Snapshot,
  Views,
} from '../../wire/define-contract.ts';
import { encodeFrame } from '../../wire/frame.ts';
import { type Authorize, isAllowed } from './authorize.ts';
import type { Caller, KnownCaller } from './caller.ts';
import { type Connection, openConnection } from './connection.ts';
import { makeDispatch } from './dispatch.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { loadPeerCredentials, type PeerCredentials } from './peer-credentials.ts';
import { takePlace } from './socket-place.ts';

export interface ServeOptions<K extends Contract> {
  readonly path: string;
  /** Mode of the socket: 0o666 where `authorize` alone decides, 0o600 or 0o660 for administrators' sockets. */
  readonly mode: number;
  /** Name and version of the program, for the hello. */
  readonly product: string;
  readonly handlers: Handlers<K, KnownCaller>;
  readonly authorize: Authorize;
  /** What a caller needs to be sent events; `read` unless given. */
  readonly eventRights?: Rights;
  /** The current payload of every event; sent to each caller right after hello. */
  readonly snapshot?: () => Snapshot<K>;
  /** What a caller may see of every event; asked once, when it subscribes. All of it unless given. */
  readonly viewsFor?: (caller: KnownCaller) => Views<K> | Promise<Views<K>>;
  readonly limits?: Partial<Limits>;
  readonly log: Logger;
  /** Closes the server when it fires; disposing does the same and waits. */
  readonly signal?: AbortSignal;
  /** Replaced only in tests. */
  readonly peerCredentials?: PeerCredentials;
}

export interface LocalServer<K extends Contract> extends AsyncDisposable {
  /** Sends a whole snapshot to everybody who may see it. @throws TypeError if it is not of the event's shape (a bug) */
  publish<E extends EventName<K>>(event: E, payload: EventInput<K, E>): void;
}

/**
 * Listens and serves until disposed. A caller whom the kernel does not name is refused.
 * @throws AppError `socket-busy`, `socket-refused`
 */
export async function serveLocal<K extends Contract>(contract: K, options: ServeOptions<K>): Promise<LocalServer<K>> {
  options.signal?.throwIfAborted();
  const limits = { ...defaultLimits, ...options.limits };
  const { log } = options;
  const credentials = options.peerCredentials ?? (await loadPeerCredentials());
  const dispatch = makeDispatch(contract, options);
  const hello = { contract: contract.name, version: contract.version, product: options.product };
  const open = new Map<Connection, KnownCaller>();
  const sockets = new Set<net.Socket>();
  const subscribers = new Map<Connection, Views<K> | null>();

  function accept(socket: net.Socket): void {
    const caller = credentials(socket);
    const refusal = whyRefused(caller, [...open.values()], limits, options.path);
    if (caller.kind === 'unknown' || refusal !== null) {
      log.warn('a caller was turned away', { why: caller.kind === 'unknown' ? caller.reason : 'too many connections' });
      turnAway(socket, refusal ?? new AppError('socket-refused', { path: options.path }));
      return;
    }
    const onReady = () => void subscribe(connection, caller);
    const connection = openConnection({ socket, caller, hello, path: options.path, dispatch, onReady, limits, log });
    open.set(connection, caller);
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      subscribers.delete(connection);
      open.delete(connection);
    });
  }

  async function subscribe(connection: Connection, caller: KnownCaller): Promise<void> {
    const allowed = await isAllowed(options.authorize, caller, options.eventRights ?? 'read');
    if (!allowed || !open.has(connection)) return;
    try {
      const views = (await options.viewsFor?.(caller)) ?? null;
      if (!open.has(connection)) return;
      for (const [event, payload] of Object.entries(options.snapshot?.() ?? {}))
        connection.send(eventFrame(event, seen(views, event, checked(contract, event, payload))));
      subscribers.set(connection, views);
    } catch (error) {
      log.error('the snapshot cannot be sent', { error });
      connection.refuse(new AppError('unexpected', { what: 'the current state cannot be told' }));
    }
  }

  const server = net.createServer(accept);
  const place = await takePlace(server, options.path, options.mode);
  server.on('error', (error) => log.error('the local socket failed', { error, path: options.path }));

  let closing: Promise<void> | null = null;
  async function close(): Promise<void> {
    const ended = [...open.keys()].map((connection) => connection.ended);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await place[Symbol.asyncDispose]();
    // Who is behind with reading would have to be waited for.
    for (const socket of sockets) if (socket.writableNeedDrain) socket.destroy();
    const goodbye = new AppError('socket-stopping', { path: options.path });
    for (const connection of open.keys()) connection.refuse(goodbye);
    const patience = new AbortController();
    const limit = delay(limits.closingMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(ended), limit]);
    patience.abort();
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  const closeOnce = () => {
    closing ??= close();
    return closing;
  };
  options.signal?.addEventListener('abort', () => void closeOnce(), { once: true });

  return {
    publish(event, payload) {
      // Most of the time nobody looks, and a state of thousands of sessions takes long to check.
      if (subscribers.size === 0) return;
      const whole = checked(contract, event, payload);
      const frame = eventFrame(event, whole);
      for (const [connection, views] of subscribers)
        connection.send(views === null ? frame : eventFrame(event, seen(views, event, whole)));
    },
    [Symbol.asyncDispose]: closeOnce,
  };
}

function whyRefused(caller: Caller, open: readonly KnownCaller[], limits: Limits, path: string): AppError | null {
  if (caller.kind === 'unknown') return new AppError('socket-refused', { path });
  const ofThisUser = open.filter((other) => other.uid === caller.uid).length;
  const others = open.length - open.filter((other) => other.uid === 0).length;
  // Root has places of its own, so that other users together cannot shut it out.
  const tooMany =
    caller.uid === 0
      ? ofThisUser >= limits.connections
      : others >= limits.connections || ofThisUser >= limits.connectionsPerUser;
  return tooMany ? new AppError('socket-full', { path }) : null;
}

function turnAway(socket: net.Socket, error: AppError): void {
  socket.on('error', () => socket.destroy());
  socket.end(encodeFrame({ type: 'refused', error: errorOnWire(error) }), () => socket.destroy());
}

function checked<K extends Contract, E extends EventName<K>>(
  contract: K,
  event: E,
  payload: unknown,
): EventPayload<K, E> {
  const result = contract.events[event]?.safeParse(payload);
  if (result === undefined) throw new TypeError(`there is no event ${event}`);
  if (!result.success) throw new TypeError(`the event ${event} has another shape: ${z.prettifyError(result.error)}`);
  return result.data as EventPayload<K, E>;
}

function seen<K extends Contract, E extends EventName<K>>(
  views: Views<K> | null,
  event: E,
  payload: EventPayload<K, E>,
): EventPayload<K, E> {
  return views === null ? payload : views[event](payload);
}

function eventFrame(event: string, payload: unknown): Uint8Array {
  return encodeFrame({ type: 'event', event, payload });
}
