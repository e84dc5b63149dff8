// How the device stands, in one word: what the tray's icon, the overview's sentence and notices all go by.

import { accessOf } from '../agent/access.ts';
import type { AgentState } from '../agent/agent-state.ts';
import { assertNever } from '../assert-never.ts';
import type { GuiState, LinkState } from './gui-state.ts';

export const standings = [
  'agent-stopped',
  'incompatible',
  'refused',
  'not-enrolled',
  'enrolling',
  'connecting',
  'disconnected',
  'protected',
  'limited',
  'offline',
  'blocked',
  'ems-unreachable',
  'captive-portal',
] as const;
export type Standing = (typeof standings)[number];

/** The worst that is true comes first. Only `protected` says that all is well. */
export function standingOf({ link }: Pick<GuiState, 'link'>): Standing {
  switch (link.kind) {
    case 'connected':
      return agentStanding(link.agent);
    case 'connecting':
      return neverSeen(link) ? 'connecting' : 'agent-stopped';
    case 'stopping':
      return 'agent-stopped';
    case 'refused':
    case 'incompatible':
      return link.kind;
    default:
      return assertNever(link);
  }
}

/** A first look takes a moment; a daemon that is still not there does not run. */
function neverSeen(link: Extract<LinkState, { kind: 'connecting' }>): boolean {
  return link.attempt === 1;
}

function agentStanding(agent: AgentState): Standing {
  switch (agent.enrollment.kind) {
    case 'none':
      return 'not-enrolled';
    case 'enrolling':
      return 'enrolling';
    case 'withdrawn':
      return 'blocked';
    case 'enrolled':
      return enrolledStanding(agent);
    default:
      return assertNever(agent.enrollment);
  }
}

function enrolledStanding(agent: AgentState): Standing {
  // Somebody wanted it so: whatever else is true helps nobody until they connect again.
  if (agent.disconnected !== null) return 'disconnected';
  if (agent.network.kind === 'offline') return 'offline';
  if (agent.network.kind === 'portal') return 'captive-portal';
  if (agent.ems.kind === 'waiting') return 'ems-unreachable';
  if (agent.ems.kind !== 'connected' || agent.ems.lastReport === null) return 'connecting';
  return isLimited(agent) ? 'limited' : 'protected';
}

function isLimited(agent: AgentState): boolean {
  return accessOf(agent).some((each) => each.access.kind === 'denied');
}
