// The commands of a sign-in made real: always of whoever asks, whom the kernel names.

import type { AgentContract } from '../../shared/agent/agent-contract.ts';
import type { KnownCaller } from '../../shared/node/local-socket/caller.ts';
import type { Handlers } from '../../shared/wire/define-contract.ts';
import type { SignIns } from '../sign-in/sign-ins.ts';

type SignInHandlers = Pick<Handlers<AgentContract, KnownCaller>, 'signIn' | 'cancelSignIn' | 'signOut'>;

export function signInHandlers(signIns: Pick<SignIns, 'begin' | 'cancel' | 'signOut'>): SignInHandlers {
  return {
    signIn: async ({ provider }, caller, signal) => ({ url: await signIns.begin(caller.uid, provider, signal) }),
    cancelSignIn: (_params, caller) => {
      signIns.cancel(caller.uid);
      return {};
    },
    signOut: async (_params, caller, signal) => {
      await signIns.signOut(caller.uid, signal);
      return {};
    },
  };
}
