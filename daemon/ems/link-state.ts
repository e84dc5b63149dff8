// The link to the EMS as the state shows it.

import type { EmsLinkState } from '../../shared/agent/agent-state.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { LinkState } from '../../shared/node/ems-link.ts';
import { failureOf } from '../enrollment/states.ts';
import { isoTime } from '../world.ts';

export function linkState(state: LinkState, server: string, now: number): EmsLinkState {
  switch (state.kind) {
    case 'connecting':
      return { kind: 'connecting', attempt: state.attempt };
    case 'connected':
      return { kind: 'connected', since: isoTime(now), lastReport: null };
    case 'waiting':
      return { kind: 'waiting', failure: failureOf(state.error), retryAt: isoTime(now + state.retryInMs) };
    case 'refused': {
      const error = new AppError('ems-refused', {
        server,
        what: 'the certificate',
        why: 'it is not accepted',
        advice: 'It is being renewed.',
      });
      return { kind: 'waiting', failure: failureOf(error), retryAt: isoTime(now + state.retryInMs) };
    }
    case 'withdrawn':
      return { kind: 'off' };
  }
}
