// Answers the commands about newer releases from a state, as the agent would, and changes the state by them.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { UpdateState } from '../../shared/agent/update-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { DoubleInside } from './agent-double-handlers.ts';

type UpdateCommand = 'checkForUpdate' | 'installUpdate' | 'postponeUpdate';
type Offered = Extract<UpdateState, { kind: 'available' | 'ready' }>;

export function doubleUpdates(
  inside: Pick<DoubleInside, 'state' | 'now' | 'become'>,
): Pick<Handlers<AgentContract, KnownCaller>, UpdateCommand> {
  const become = (update: UpdateState) => inside.become({ ...inside.state, update });

  function offered(): Offered {
    const { update } = inside.state;
    if (update.kind === 'off') throw new AppError('update-off');
    if (update.kind !== 'available' && update.kind !== 'ready') throw new AppError('update-none');
    return update;
  }

  return {
    checkForUpdate: () => {
      const { update } = inside.state;
      if (update.kind === 'off') throw new AppError('update-off');
      if (update.kind === 'unknown' || update.kind === 'failed')
        become({ kind: 'current', checkedAt: inside.now().toISOString() });
      return {};
    },
    installUpdate: () => {
      become({ kind: 'installing', version: offered().version });
      return {};
    },
    postponeUpdate: ({ hours }) => {
      const update = offered();
      const until = new Date(inside.now().getTime() + hours * 3_600_000).toISOString();
      const { version, postponableUntil } = update;
      if (postponableUntil === null || until > postponableUntil)
        throw new AppError('update-not-postponable', { version, until: postponableUntil ?? update.installAt });
      become({ ...update, installAt: until });
      return {};
    },
  };
}
