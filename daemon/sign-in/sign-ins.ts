// Lets users of this machine sign in at the EMS by their browser, and knows who has.

import type { Socket } from 'node:net';
import type { LocalUsers } from '../../native/local-users/local-users.ts';
import type { SocketOwners } from '../../native/socket-owner/socket-owner.ts';
import type { UserSignIn } from '../../shared/agent/sign-in.ts';
import type { Clock } from '../../shared/clock.ts';
import type { VerifiedUserOfDevice } from '../../shared/ems/agent-routes.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { Logger } from '../../shared/log.ts';
import { signInPage } from '../../shared/shell/sign-in-page.ts';
import { failureOf } from '../enrollment/states.ts';
import type { TunnelUsers } from '../local-users.ts';
import { isoTime } from '../world.ts';
import { type CallbackListener, listenForCallback } from './callback.ts';
import type { EmsOfSignIns } from './ems-of-sign-ins.ts';
import { type Hold, Holds } from './holds.ts';
import { signInSecrets } from './secrets.ts';
import { Users } from './users.ts';

export interface SignIns extends AsyncDisposable {
  /**
   * Begins one for this user, in the place of one that waits, and answers the address for their browser. How it ends, the state
   * tells. @throws AppError `user-not-allowed`, `not-enrolled`, `sign-in-cancelled`, those of the EMS
   */
  begin(uid: number, provider: string, signal: AbortSignal): Promise<string>;
  /** Also gives up the connections that wait for it. */
  cancel(uid: number): void;
  /** @throws AppError `not-enrolled`, those of the EMS: then nothing has ended */
  signOut(uid: number, signal: AbortSignal): Promise<void>;
  /** The EMS's record may have changed, or it can be reached again. */
  refresh(signal: AbortSignal): Promise<void>;
  /** The device has left its EMS: nobody is verified any more. */
  left(): void;
  /** The subjects of those who are verified; null while the EMS has not told. */
  readonly verified: readonly string[] | null;
  /** A connection that is to wait for this user; null if nobody could sign in, or too many wait. */
  hold(uid: number, osUser: string, destination: string): Hold | null;
}

export interface SignInsOptions {
  readonly users: Pick<LocalUsers, 'byUid' | 'byName'>;
  readonly tunnelUsers: Pick<TunnelUsers, 'mayUse'>;
  readonly owners: Pick<SocketOwners, 'ownerOfConnection'>;
  readonly ems: EmsOfSignIns;
  /** Whether the EMS offers any way to sign in. */
  readonly isOffered: () => boolean;
  readonly show: (signIns: readonly UserSignIn[]) => void;
  /** Others are verified than before. */
  readonly changed: () => void;
  readonly clock: Clock;
  readonly log: Logger;
  /** A browser is waited for so long, in milliseconds; less where the EMS says so. */
  readonly longestMs?: number;
}

const fiveMinutesMs = 300_000;

interface Attempt {
  readonly id: number;
  readonly stop: AbortController;
}

/** A sign-in that has begun, and what it keeps to itself. */
interface Waited {
  readonly listener: CallbackListener;
  readonly lifeMs: number;
  readonly verifier: string;
  /** The EMS's name for it. */
  readonly signIn: string;
}

export function signIns(options: SignInsOptions): SignIns {
  const { ems, clock, log } = options;
  const attempts = new Map<number, Attempt>();
  const running = new Set<Promise<void>>();
  let lastId = 0;
  /** What was asked before this changed does not know of it. */
  let age = 0;

  const users: Users = new Users({ clock, changed: show, verifiedChanged: options.changed });
  const holds = new Holds((uid) => users.isVerified(uid), show);

  function show(): void {
    options.show(users.shown(holds.wanted()));
    for (const [uid] of holds.wanted()) if (users.isVerified(uid)) holds.wake(uid, true);
  }

  /** Root always may, as everywhere; of everybody else only those whose connections are carried. */
  async function nameOf(uid: number, mustBeAllowed = true): Promise<string> {
    const found = await options.users.byUid(uid);
    if (found.kind !== 'known') throw new AppError('user-not-allowed');
    if (mustBeAllowed && !(await options.tunnelUsers.mayUse(uid))) throw new AppError('user-not-allowed');
    return found.user.name;
  }

  /** Where no kernel can be asked, the state that the browser brings has to do. */
  async function isTheirs(uid: number, { remoteAddress, remotePort }: Socket, localPort: number): Promise<boolean> {
    if (remoteAddress === undefined || remotePort === undefined) return false;
    const connection = { localAddress: '127.0.0.1', localPort, remoteAddress, remotePort };
    const owner = await options.owners.ownerOfConnection(connection);
    return owner.kind === 'known' ? owner.uid === uid : owner.reason === 'unsupported';
  }

  function replace(uid: number): Attempt {
    attempts.get(uid)?.stop.abort();
    lastId += 1;
    const attempt = { id: lastId, stop: new AbortController() };
    attempts.set(uid, attempt);
    return attempt;
  }

  function stop(uid: number): void {
    attempts.get(uid)?.stop.abort();
    attempts.delete(uid);
    users.happens(uid, { kind: 'cancelled' });
  }

  async function begin(uid: number, provider: string, signal: AbortSignal): Promise<string> {
    const osUser = await nameOf(uid);
    const attempt = replace(uid);
    const given = AbortSignal.any([signal, attempt.stop.signal]);
    await using opening = new AsyncDisposableStack();
    try {
      const { verifier, challenge, state } = signInSecrets();
      const listener = opening.use(
        await listenForCallback({ state, isTheirs: (socket, port) => isTheirs(uid, socket, port), log }),
      );
      const { redirectUri } = listener;
      const begun = await ems.begin({ osUser, provider, codeChallenge: challenge, state, redirectUri }, given);
      given.throwIfAborted();
      // It goes to the browser of whoever asked: nothing but a page of the web, over TLS.
      const page = signInPage(begun.url);
      if (page === null) throw new AppError('sign-in-url-refused');
      const lifeMs = Math.floor(Math.min(begun.validForMs, options.longestMs ?? fiveMinutesMs));
      users.begins(uid, osUser, { id: attempt.id, provider, until: isoTime(clock.now() + lifeMs) });
      const about = { listener, lifeMs, verifier, signIn: begun.signIn };
      const waited = waitOwning(opening.move(), uid, attempt, about);
      running.add(waited);
      void waited.then(() => running.delete(waited));
      return page;
    } catch (error) {
      if (attempt.stop.signal.aborted) throw new AppError('sign-in-cancelled');
      stop(uid);
      throw error;
    }
  }

  async function waitOwning(owned: AsyncDisposable, uid: number, attempt: Attempt, about: Waited): Promise<void> {
    await using _listener = owned;
    await wait(uid, attempt, about);
  }

  /** Until the browser has come back and the EMS has said what comes of it. Never rejects. */
  async function wait(uid: number, { id, stop: stopping }: Attempt, about: Waited): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(about.lifeMs)]);
    const back = await Promise.race([about.listener.cameBack, aborted(signal)]);
    try {
      if (back === null) {
        if (stopping.signal.aborted) return;
        throw new AppError('sign-in-late');
      }
      if (back.kind === 'denied') throw new AppError('sign-in-denied', { why: back.error });
      const { code, issuer } = back;
      const user = await ems.finish({ signIn: about.signIn, code, verifier: about.verifier, issuer }, stopping.signal);
      age += 1;
      users.proves(uid, id, user);
      back.answer('signed-in');
      log.info('a user has signed in', { provider: user.provider });
    } catch (error) {
      back?.answer('failed');
      if (stopping.signal.aborted) return;
      const failure = failureOf(error);
      log.info('a sign-in did not succeed', { code: failure.code });
      users.happens(uid, { kind: 'failed', attempt: id, failure });
    } finally {
      if (attempts.get(uid)?.id === id) attempts.delete(uid);
    }
  }

  async function refresh(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const asked = age;
        const told = await ems.verified(signal);
        const known = await withUids(told);
        signal.throwIfAborted();
        if (asked !== age) continue;
        users.hears(told, known);
        return;
      }
    } catch (error) {
      // The next connection or change asks again.
      if (!signal.aborted) log.warn('who has signed in could not be fetched', { error });
    }
  }

  /** Somebody whom this machine does not know (any more) counts all the same, but is shown to nobody. */
  async function withUids(told: readonly VerifiedUserOfDevice[]): Promise<ReadonlyMap<number, VerifiedUserOfDevice>> {
    const found = await Promise.all(
      told.map(async (user) => ({ user, lookup: await options.users.byName(user.osUser) })),
    );
    return new Map(
      found.flatMap(({ user, lookup }) => (lookup.kind === 'known' ? [[lookup.user.uid, user] as const] : [])),
    );
  }

  function left(): void {
    for (const { stop: stopping } of attempts.values()) stopping.abort();
    attempts.clear();
    age += 1;
    holds.giveUpAll();
    users.forget();
  }

  return {
    begin,
    cancel(uid) {
      stop(uid);
      holds.wake(uid, false);
    },
    async signOut(uid, signal) {
      const osUser = await nameOf(uid, false);
      stop(uid);
      await ems.signOut(osUser, signal);
      age += 1;
      users.happens(uid, { kind: 'signed-out' });
      log.info('a user has signed out');
    },
    refresh,
    left,
    get verified() {
      return users.subjects;
    },
    hold(uid, osUser, destination) {
      if (!options.isOffered()) return null;
      users.knows(uid, osUser);
      return holds.hold(uid, destination);
    },
    async [Symbol.asyncDispose]() {
      left();
      await Promise.all(running);
      users.close();
    },
  };
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
