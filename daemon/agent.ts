// The agent's life: not enrolled, enrolled, withdrawn; each change one at a time.

import type { InvitationSummary } from '../shared/agent/agent-contract.ts';
import { AppError } from '../shared/errors/app-error.ts';
import { neverDisconnected } from './disconnection/saved-disconnecting.ts';
import { type Enroller, enroll, inspectInvitation } from './enrollment/enroll.ts';
import { failureOf } from './enrollment/states.ts';
import { type Membership, startMembership } from './membership.ts';
import type { Publisher } from './names/publisher.ts';
import { healSaved } from './state/heal.ts';
import type { Identity } from './state/saved.ts';
import type { Tunnels } from './tunnel/tunnels.ts';
import type { UsersOfDevice } from './users/of-users.ts';
import type { Browsers } from './web/browsers.ts';
import { isoTime, type World } from './world.ts';

export interface Agent extends AsyncDisposable {
  inspect(invitation: string): Omit<InvitationSummary, 'mayEnroll'>;
  /** @throws AppError those of `enroll` */
  enroll(invitation: string, consent: string, by: Enroller): Promise<Identity>;
  /** @throws AppError `not-enrolled` */
  unenroll(): Promise<{ readonly told: boolean }>;
  recheck(): Promise<void>;
  readonly membership: Membership | null;
}

/** Starts with what was saved: an enrolled device goes on where it was. */
export function startAgent(
  world: World,
  parts: {
    readonly tunnels: Tunnels;
    readonly publisher: Publisher;
    readonly browsers: Browsers;
    readonly ofUsers: UsersOfDevice;
  },
): Agent {
  const { store, saved, log, clock, keys, relaunch } = world;
  let membership: Membership | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = turn.then(act);
    turn = next.catch(() => undefined);
    return next;
  }

  function begin(identity: Identity): void {
    // It was made or restored for the other kind of process.
    if (!keys.isUsableHere(identity.key)) {
      relaunch();
      return;
    }
    const made = startMembership({
      world,
      identity,
      ...parts,
      onWithdrawn: () => {
        // What is carried does not wait for its turn.
        made.cut();
        void inTurn(() => withdraw(made));
      },
    });
    membership = made;
  }

  async function end(): Promise<void> {
    await membership?.[Symbol.asyncDispose]();
    membership = null;
  }

  async function withdraw(from: Membership): Promise<void> {
    const { identity } = saved.current;
    if (membership !== from || identity === null) return;
    await end();
    await saved.update((state) => ({ ...state, isWithdrawn: true }));
    showWithdrawn(identity);
    log.warn('the EMS has ended this enrolment', { uid: identity.uid });
  }

  function showWithdrawn(identity: Identity): void {
    const failure = failureOf(new AppError('device-revoked'));
    store.apply({
      kind: 'enrollment',
      enrollment: { kind: 'withdrawn', ems: identity.ems, uid: identity.uid, at: isoTime(clock.now()), failure },
    });
  }

  function goOn(): void {
    const { identity, isWithdrawn } = saved.current;
    if (identity === null || membership !== null) return;
    if (isWithdrawn) showWithdrawn(identity);
    else begin(identity);
  }

  goOn();
  const healing = healSaved(world, () => inTurn(async () => goOn()));

  return {
    inspect: inspectInvitation,
    enroll: (invitation, consent, by) =>
      inTurn(async () => {
        const { ems } = inspectInvitation(invitation);
        const before = store.current.enrollment;
        if (before.kind === 'enrolled') throw new AppError('already-enrolled', { server: before.ems });
        store.apply({
          kind: 'enrollment',
          enrollment: { kind: 'enrolling', ems, silent: by.isSilent ? { lastFailure: null, retryAt: null } : null },
        });
        try {
          const made = await enroll(world, invitation, consent, by);
          log.info('this device is enrolled', { ems: made.ems, uid: made.uid, serial: made.serial });
          begin(made);
          return made;
        } catch (error) {
          const enrollment =
            before.kind === 'withdrawn' ? before : ({ kind: 'none', lastFailure: failureOf(error) } as const);
          store.apply({ kind: 'enrollment', enrollment });
          throw error;
        }
      }),
    unenroll: () =>
      inTurn(async () => {
        if (saved.current.identity === null) throw new AppError('not-enrolled');
        // Nothing is carried while the EMS is waited for.
        membership?.cut();
        const told = (await membership?.leave()) ?? false;
        await end();
        await saved.update((state) => ({
          ...state,
          identity: null,
          isWithdrawn: false,
          pending: null,
          addresses: {},
          sequenceReserved: 0,
          personalDestinations: [],
          disconnecting: neverDisconnected,
        }));
        store.apply({ kind: 'enrollment', enrollment: { kind: 'none', lastFailure: null } });
        log.info('this device has left', { told });
        return { told };
      }),
    async recheck() {
      if (membership === null) throw new AppError('not-enrolled');
      await membership.recheck();
    },
    get membership() {
      return membership;
    },
    async [Symbol.asyncDispose]() {
      healing[Symbol.dispose]();
      await inTurn(end);
    },
  };
}
