// Where the shell stands with the daemon, as a function of what happened; no clock, no socket.

import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { Failure } from '../../shared/agent/failure.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { type BackoffShape, backoffDelayMs } from '../../shared/backoff.ts';
import type { LinkState } from '../../shared/shell/gui-state.ts';

/**
 *                       told
 *   connecting ────────────────────────▶ connected ──lost: it stops──▶ stopping ──not back soon──▶ connecting (2)
 *    │  ▲   │ lost: another release          │ ▲                          └──told──▶ connected
 *    │  │   └──────▶ incompatible ──told─────│─┘
 *    │  │ lost: not there  │                 │ lost: gone
 *    │  └──────────────────┴── refused ◀─────┘──▶ connecting (2)
 *    └─ lost: not ours, not allowed ─▶ refused
 *
 * Every `lost` is followed by another try. A state holds until another is known, so that nothing flickers in between.
 */
export interface LinkModel {
  readonly link: LinkState;
  /** Tries in a row that came to nothing. */
  readonly failures: number;
}

export type LinkEvent =
  /** The daemon told its state. */
  | { readonly kind: 'told'; readonly product: string; readonly agent: AgentState }
  /** A try came to nothing, or a connection ended. */
  | { readonly kind: 'lost'; readonly at: string; readonly failure: Failure };

/** At login shell and daemon start together: so many tries are one first look. */
const triesOfFirstLook = 4;
/** A daemon that stops for an update or a restart is back by then, or does not come back by itself. */
const triesWhileStopping = 6;

const retry: BackoffShape = { firstMs: 200, longestMs: 5_000 };

export function firstLook(at: string): LinkModel {
  return { link: { kind: 'connecting', since: at, attempt: 1 }, failures: 0 };
}

export function reduceLink(model: LinkModel, event: LinkEvent): LinkModel {
  switch (event.kind) {
    case 'told':
      return { link: { kind: 'connected', product: event.product, agent: event.agent }, failures: 0 };
    case 'lost':
      return { link: afterLoss(model, event), failures: model.failures + 1 };
    default:
      return assertNever(event);
  }
}

/** When to try again. The first time is at once for a person. */
export function retryDelayMs(model: LinkModel, random: number): number {
  return backoffDelayMs(retry, model.failures, (1 + random) / 2);
}

function afterLoss({ link, failures }: LinkModel, { at, failure }: Extract<LinkEvent, { kind: 'lost' }>): LinkState {
  switch (failure.code) {
    case 'socket-foreign':
    case 'socket-refused':
    case 'socket-full':
      return { kind: 'refused', failure };
    case 'socket-version':
    case 'socket-protocol':
      return { kind: 'incompatible', failure };
    case 'socket-stopping':
      return link.kind === 'stopping' ? link : { kind: 'stopping', since: at };
    default:
      return notThere(link, failures, at);
  }
}

function notThere(link: LinkState, failures: number, at: string): LinkState {
  switch (link.kind) {
    case 'connecting':
      return link.attempt === 1 && failures + 1 < triesOfFirstLook ? link : { ...link, attempt: link.attempt + 1 };
    case 'stopping':
      return failures < triesWhileStopping ? link : { kind: 'connecting', since: link.since, attempt: 2 };
    case 'connected':
    case 'refused':
    case 'incompatible':
      // It was there: that it is not any more is no first look.
      return { kind: 'connecting', since: at, attempt: 2 };
    default:
      return assertNever(link);
  }
}
