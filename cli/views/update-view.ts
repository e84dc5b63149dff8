// What `stile update` shows; pure.

import type { UpdateState } from '../../shared/agent/update-state.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { pairs, printable } from './table.ts';

export function updateView(state: UpdateState, agentVersion: string): readonly string[] {
  return pairs([['agent', agentVersion], ...lines(state)]);
}

function lines(state: UpdateState): readonly (readonly [string, string | readonly string[]])[] {
  switch (state.kind) {
    case 'off':
      return [['updates', 'not by the agent: nobody has named a feed, or an administrator has switched them off']];
    case 'unknown':
      return [['updates', 'not asked for yet']];
    case 'current':
      return [['updates', `none, as of ${state.checkedAt}`]];
    case 'available':
    case 'ready':
      return [
        ['newer', state.kind === 'ready' ? `${state.version}, downloaded and verified` : state.version],
        ...(state.notes === '' ? [] : [['notes', state.notes.split('\n').map(printable)] as const]),
        ['installed', `by itself from ${state.installAt} on; now: stile update install`],
        [
          'put off',
          state.postponableUntil === null
            ? 'no further'
            : `until ${state.postponableUntil} at most: stile update postpone HOURS`,
        ],
      ];
    case 'downloading': {
      const percent = Math.floor((state.doneBytes / state.totalBytes) * 100);
      return [['newer', `${state.version}, downloading: ${percent} %`]];
    }
    case 'installing':
      return [['newer', `${state.version}, being installed`]];
    case 'failed':
      return [
        ['newer', state.version ?? 'not known'],
        ['failed', [state.failure.message, state.failure.next]],
        ['again', state.retryAt],
      ];
    default:
      return assertNever(state);
  }
}
