// Composes the data plane of the agent: listeners for local connections, pools of tunnel connections, streams between them.

import type { Socket } from 'node:net';
import type { SocketOwner, TcpConnection } from '../../native/socket-owner/socket-owner.ts';
import type { CarriedSession, DenialRecord, GatewayState } from '../../shared/agent/agent-state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ProfileDestination, ProfileGateway } from '../../shared/ems/profile.ts';
import type { Logger } from '../../shared/log.ts';
import { resetSocket } from '../../shared/node/sockets/reset-socket.ts';
import type { Denial } from '../../shared/tunnel/denial.ts';
import type { Opened, Opening } from '../../shared/tunnel/opening.ts';
import type { Whose } from '../activity/whose.ts';
import type { Hold } from '../sign-in/holds.ts';
import { carry } from './carry.ts';
import { type DialIdentity, dialGateway } from './dial.ts';
import { Gateways } from './gateways.ts';
import { type Listening, listenLocal } from './listener.ts';
import { Passages } from './passages.ts';
import { Sessions, type SessionsPorts } from './sessions.ts';
import { LocalStream } from './stream.ts';

/** PEM; `ca` is the fabric CA. */
export type TunnelIdentity = DialIdentity;

/** A local connection as its accepting end sees it. */
export type SocketPair = TcpConnection;

/** Disposing the listener closes it and resets its sessions. */
export type ListenOutcome = Listening;

export interface Tunnels extends AsyncDisposable {
  /** The gateways of the profile; connections to others are closed. */
  useGateways(gateways: readonly ProfileGateway[]): void;
  /**
   * A new certificate or none: warm connections made with another are dropped, live sessions are kept until they end or
   * are cut. null resets everything.
   */
  useIdentity(identity: TunnelIdentity | null): void;
  /** Listens exclusively at address:port for a destination. */
  listen(destination: ProfileDestination, address: string): Promise<ListenOutcome>;
  /** Forgets failures and dials again at once (network came back). */
  retryNow(): void;
}

export interface TunnelOptions {
  readonly ownerOf: (connection: SocketPair) => Promise<SocketOwner>;
  /** Whether this user's connections are carried at all. Unknown means no; a rejection means no. */
  readonly mayUse: (uid: number) => Promise<boolean>;
  readonly userName: (uid: number) => Promise<string>;
  /** Sentences for the page shown to HTTP clients. */
  readonly explain: (denial: Denial, destination: ProfileDestination) => readonly string[];
  /** Lets a connection to this `host:port` wait until its user has signed in; null where it cannot. */
  readonly hold: (uid: number, osUser: string, destination: string) => Hold | null;
  readonly onDenial: (record: DenialRecord, whose: Whose) => void;
  /** A gateway has let a connection through to this `host:port`. */
  readonly onReached: (destination: string, at: string) => void;
  /** Told all of them, a moment after something changed. */
  readonly onSessions: (sessions: readonly CarriedSession[]) => void;
  /** A gateway carries this connection from now on, and until `onEnded`. */
  readonly onCarried: SessionsPorts['carried'];
  readonly onEnded: SessionsPorts['ended'];
  readonly onGateways: (states: readonly GatewayState[]) => void;
  /** Idle connections kept per gateway that is in use. */
  readonly warmTarget: number;
  /** An idle connection is closed after about this time. */
  readonly poolIdleMs: () => number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** Starts without gateways, identity or listeners; each gateway gets one warm connection as soon as there is an identity. */
export function startTunnels(options: TunnelOptions): Tunnels {
  const { clock, random, log, warmTarget, poolIdleMs } = options;
  const sessions = new Sessions(clock, {
    changed: options.onSessions,
    carried: options.onCarried,
    ended: options.onEnded,
  });
  const listeners = new Set<AsyncDisposable>();
  let isClosed = false;

  function record(kind: DenialRecord['kind'], why: Denial, whose: Whose): void {
    const { code } = why;
    log.info(kind === 'cut' ? 'a gateway ended an access' : 'a gateway refused an access', { code });
    options.onDenial({ at: new Date(clock.now()).toISOString(), kind, denial: why }, whose);
  }

  const gateways = new Gateways(
    {
      dial: (gateway, addresses, identity, signal) =>
        dialGateway(gateway, addresses, identity, signal, sessions.ofEarlierCertificates()),
      failed: (error) => log.error('keeping connections to a gateway failed', { error }),
      refused: (why) => record('refused', why, 'device'),
      notice: (why) => {
        record('cut', why, sessions.whose(why));
        sessions.reset(why.requestId);
      },
      warmTarget,
      poolIdleMs,
      clock,
      random,
    },
    options.onGateways,
  );

  const passages = new Passages(log);

  async function admitted(local: Socket, uid: number, destination: ProfileDestination): Promise<void> {
    const osUser = await options.userName(uid);
    if (local.destroyed || isClosed) return resetSocket(local);
    const { host, port } = destination;
    if (destination.kind === 'web') return await passed(local, uid, osUser, destination);
    const asked: Opening = { destination: { host, port }, osUser };
    const waiting = new AbortController();
    let isWaiting = true;
    const stream = new LocalStream(local, {
      opened: ({ requestId }: Opened) => {
        sessions.opened(id, requestId);
        options.onReached(`${host}:${port}`, new Date(clock.now()).toISOString());
      },
      closedFor: (why) => record('cut', why, uid),
      ended: () => {
        sessions.remove(id);
        if (isWaiting) waiting.abort('the local connection has closed');
      },
    });
    const since = new Date(clock.now()).toISOString();
    const id = sessions.add(stream, local, { destination: `${host}:${port}`, osUser, uid, since });
    log.debug('carrying a local connection', { destination: destination.name, osUser });
    const ports = {
      pools: () => gateways.poolsOf(destination.gateways),
      refused: (why: Denial) => record('refused', why, uid),
      explain: (why: Denial) => options.explain(why, destination),
      hold: () => options.hold(uid, osUser, `${host}:${port}`),
    };
    await carry(stream, asked, destination, ports, waiting);
    isWaiting = false;
  }

  /** The browser shows the gateway the user's own certificate: whether it may, the gateway alone decides. */
  async function passed(local: Socket, uid: number, osUser: string, destination: ProfileDestination): Promise<void> {
    const since = new Date(clock.now()).toISOString();
    const shown = { destination: `${destination.host}:${destination.port}`, osUser, uid, since };
    const id = sessions.add({ reset: () => resetSocket(local) }, local, shown);
    local.once('close', () => sessions.remove(id));
    if (await passages.pass(local, uid, destination)) sessions.opened(id, null);
  }

  return {
    useGateways: (profile) => {
      passages.use(profile);
      gateways.use(profile);
    },
    useIdentity: (identity) => {
      passages.setEnrolled(identity !== null);
      if (identity !== null) sessions.certificateChanged();
      gateways.useIdentity(identity);
    },
    retryNow: () => gateways.retryNow(),
    async listen(destination, address) {
      const outcome = await listenLocal(address, destination.port, {
        ownerOf: options.ownerOf,
        mayUse: options.mayUse,
        admitted: (local, uid) => admitted(local, uid, destination),
        log,
      });
      if (outcome.kind !== 'listening') return outcome;
      const { listener } = outcome;
      listeners.add(listener);
      const disposeOnce = async () => {
        if (listeners.delete(listener)) await listener[Symbol.asyncDispose]();
      };
      if (isClosed) await disposeOnce();
      return { kind: 'listening', listener: { [Symbol.asyncDispose]: disposeOnce } };
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.all([...listeners].map((listener) => listener[Symbol.asyncDispose]()));
      listeners.clear();
      gateways.close();
      sessions.flush();
    },
  };
}
