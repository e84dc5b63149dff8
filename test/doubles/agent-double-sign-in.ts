// The double's sign-in: it waits for the browser until a test says how that ended.

import os from 'node:os';
import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { SignInState } from '../../shared/agent/sign-in.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { DoubleInside } from './agent-double-handlers.ts';

type Commands = Pick<Handlers<AgentContract, KnownCaller>, 'signIn' | 'cancelSignIn' | 'signOut'>;

export function doubleSignIn(inside: DoubleInside): Commands {
  const become = (state: SignInState) => {
    const { uid, username: osUser } = os.userInfo();
    const before = inside.state;
    const wanted = before.signIns.find((each) => each.uid === uid)?.wanted ?? [];
    inside.become({ ...before, signIns: [{ uid, osUser, state, wanted }] });
    return {};
  };
  const none = { kind: 'none', lastFailure: null } as const;
  return {
    signIn({ provider }) {
      if (!inside.state.signInProviders.some(({ id }) => id === provider)) throw new AppError('sign-in-not-offered');
      const until = new Date(inside.now().getTime() + 300_000).toISOString();
      become({ kind: 'waiting', provider, until });
      return { url: 'https://ems.corp.test:8443/user/sign-in/example' };
    },
    cancelSignIn: () => become(none),
    signOut: () => become(none),
  };
}
