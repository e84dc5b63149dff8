// Disconnects the agent and connects it again, as users ask and the organisation allows; what they did is saved and told.

import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { isoTime, type World } from '../world.ts';
import type { Gate } from './gate.ts';
import { mayDisconnect } from './may-disconnect.ts';
import { type SavedDisconnecting, withUntold } from './saved-disconnecting.ts';
import { type Tell, tellEms } from './tell-ems.ts';

export interface Disconnecting extends AsyncDisposable {
  /** Resolves when nothing is carried any more. @throws AppError `not-enrolled`, `disconnect-not-allowed`, `disconnect-reason-missing` */
  disconnect(by: { readonly name: string; readonly isAdministrator: boolean }, reason: string): Promise<void>;
  connect(by: string): Promise<void>;
  /** Tells the EMS that this user has the agent removed; waits for it a moment only. */
  tellRemoval(by: string): Promise<void>;
}

/** Nobody waits longer for an EMS that is away. */
const tellingMs = 3_000;

/** As the audit log has who connects when the policy does. */
const organisation = 'the organisation';

type DisconnectingWorld = Pick<World, 'store' | 'saved' | 'clock' | 'random' | 'log'>;

export function keepDisconnecting(
  world: DisconnectingWorld,
  gate: Pick<Gate, 'settle'>,
  toEms: () => Tell | null,
): Disconnecting {
  const { store, saved, clock, log } = world;
  const teller = tellEms(world, toEms);
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = turn.then(act);
    turn = next.catch(() => undefined);
    return next;
  }

  async function change(make: (before: SavedDisconnecting) => SavedDisconnecting): Promise<void> {
    await saved.update((state) => ({ ...state, disconnecting: make(state.disconnecting) }));
    show();
    await gate.settle();
    void teller.tellNow();
  }

  function show(): void {
    const { current } = saved.current.disconnecting;
    if (current === null) store.apply({ kind: 'disconnected', disconnected: null });
    else {
      const { isAdministrator: _, ...disconnected } = current;
      store.apply({ kind: 'disconnected', disconnected });
    }
  }

  const connect = (by: string) =>
    inTurn(async () => {
      if (saved.current.disconnecting.current === null) return;
      await change((before) =>
        withUntold({ ...before, current: null }, { kind: 'connected', at: clock.now(), by, reason: '' }),
      );
      log.info('the agent is connected again');
    });

  let wasConnected = false;

  /** What was saved holds at every start and after every enrolment; what the policy forbids ends. */
  function follow({ enrollment, disconnected, shellPolicy, ems }: AgentState): void {
    const isConnected = ems.kind === 'connected';
    if (isConnected && !wasConnected) void teller.tellNow();
    wasConnected = isConnected;
    if (enrollment.kind !== 'enrolled') return;
    const { current } = saved.current.disconnecting;
    if (current?.since !== disconnected?.since) show();
    if (current !== null && !current.isAdministrator && shellPolicy.disconnect === 'not-allowed')
      void connect(organisation).catch((error: unknown) => log.error('the agent could not connect', { error }));
  }

  const end = store.subscribe(follow);
  return {
    disconnect: (by, reason) =>
      inTurn(async () => {
        if (store.current.enrollment.kind !== 'enrolled') throw new AppError('not-enrolled');
        const may = mayDisconnect(store.current.shellPolicy.disconnect, { ...by, reason });
        if (may.kind === 'refused') throw new AppError(may.code);
        if (saved.current.disconnecting.current !== null) return;
        const at = clock.now();
        const current = { since: isoTime(at), by: by.name, reason, until: null, isAdministrator: by.isAdministrator };
        await change((before) => withUntold({ ...before, current }, { kind: 'disconnected', at, by: by.name, reason }));
        log.info('the agent was disconnected by a user');
      }),
    connect,
    tellRemoval: (by) =>
      inTurn(async () => {
        if (store.current.enrollment.kind !== 'enrolled') return;
        const event = { kind: 'uninstalling', at: clock.now(), by, reason: '' } as const;
        await saved.update((state) => ({ ...state, disconnecting: withUntold(state.disconnecting, event) }));
        await Promise.race([teller.tellNow(), sleep(tellingMs, undefined, { ref: false })]);
      }),
    async [Symbol.asyncDispose]() {
      end();
      await teller[Symbol.asyncDispose]();
      await turn;
    },
  };
}
