// Says how a user's certificate stands, for the daemon and for people; pure.

import type { StoreReport, UserCertificateStanding } from '../shared/agent/user-certificate.ts';
import type { Held, Life, State } from './life.ts';
import type { Look } from './look.ts';

export function reportOf({ state, trouble }: Life, { keeper, seen, store }: Look): StoreReport {
  const held = heldIn(state);
  return {
    standing: standingOf(state),
    detail: detailOf(state, trouble, keeper, seen).slice(0, 1_000),
    serial: held?.serial ?? null,
    ends: held === null ? null : new Date(held.ends).toISOString(),
    store,
  };
}

function standingOf(state: State): UserCertificateStanding {
  // The certificate is in its place; that older ones go yet is our concern alone.
  return state.kind === 'cleaning' ? 'installed' : state.kind;
}

function heldIn(state: State): Held | null {
  return 'held' in state ? state.held : null;
}

function detailOf(state: State, trouble: string, keeper: Look['keeper'], { store }: Look['seen']): string {
  const locked = store.kind === 'there' ? store.locked : [];
  return [
    state.kind === 'waiting' ? state.why : '',
    trouble,
    locked.length === 0 ? '' : `locked by a password of yours, and left alone: ${locked.join(', ')}`,
    keeper === 'file' ? 'this session has no keyring; the key that seals is kept in a file' : '',
  ]
    .filter((each) => each !== '')
    .join('; ');
}
