// States of the shell for tests of what is shown: one enrolled device that is well, and one state for every standing.

import { initialState } from '../../daemon/state/reduce.ts';
import {
  type AgentState,
  agentState,
  type DestinationState,
  destinationState,
} from '../../shared/agent/agent-state.ts';
import type { SignInState } from '../../shared/agent/sign-in.ts';
import type { GuiState, LinkState } from '../../shared/shell/gui-state.ts';
import type { Standing } from '../../shared/shell/standing.ts';

export const at = '2026-01-02T00:00:00.000Z';
export const failure = { code: 'x', message: 'what was being done', next: 'what to do' };

/** The agent of an enrolled device that is well, but for what is given. Checked by the contract. */
export function agentWith(over: Readonly<Record<string, unknown>> = {}): AgentState {
  return agentState.parse({
    ...initialState('0.1.0'),
    enrollment,
    ems: { kind: 'connected', since: at, lastReport: at },
    network: { kind: 'online' },
    tags: ['managed'],
    destinations: [destinationOf('crm', 8080, { kind: 'http' }), destinationOf('files', 22)],
    ...over,
  });
}

export function destinationOf(
  name: string,
  port: number,
  over: Readonly<Record<string, unknown>> = {},
  state: DestinationState['state'] = { kind: 'published', address: '127.235.0.1', port, hosts: true },
): DestinationState {
  const id = `dst_${'D'.repeat(26)}`;
  const gateways = [`gw_${'E'.repeat(26)}`];
  const host = `${name}.corp.test`;
  return destinationState.parse({
    destination: { id, name, host, port, kind: 'tcp', gateways, publish: true, needs: [], ...over },
    state,
    isPersonal: false,
  });
}

/** A refusal of `destination` (`host:port`) for tags that are missing. */
export function denialOf(destination: string, tags: readonly string[], over: Readonly<Record<string, unknown>> = {}) {
  const requestId = `req_${'F'.repeat(26)}`;
  const denial = { code: '065', title: 'x', requestId, destination, tags, retry: false, ...over };
  return { at, kind: 'refused', denial };
}

export function connectedWith(over: Readonly<Record<string, unknown>> = {}): LinkState {
  return { kind: 'connected', product: 'stile-agent 0.1.0', agent: agentWith(over) };
}

export function guiWith(link: LinkState = connectedWith(), over: Partial<GuiState> = {}): GuiState {
  return {
    link,
    settings: { language: 'system', theme: 'system', startAtLogin: true, notices: true },
    language: 'en',
    invitation: { kind: 'none' },
    notices: [],
    person: { user: 'ada', fullName: null, device: 'laptop', domain: null, avatar: null },
    about: { version: '0.1.0', runtime: 'stand-in', electron: '45', chrome: '156', node: '24', platform: 'linux' },
    wanted: null,
    ...over,
  };
}

/** One way to sign in, and how it stands with these users; those of other names than Ada are not who sits here. */
export function signInWith(...users: readonly (readonly [osUser: string, state: SignInState, ...wanted: string[]])[]) {
  return {
    signInProviders: [{ id: 'corp', title: 'Corp', kind: 'oidc' }],
    signIns: users.map(([osUser, state, ...wanted], uid) => ({ uid, osUser, state, wanted })),
  };
}

export const notSignedIn: Extract<SignInState, { kind: 'none' }> = { kind: 'none', lastFailure: null };
export const signedIn: Extract<SignInState, { kind: 'verified' }> = {
  kind: 'verified',
  provider: 'corp',
  subject: 'ada@corp.test',
  groups: [],
  until: at,
};

const enrollment = {
  kind: 'enrolled',
  ems: 'ems.corp.test:8013',
  emsId: `ems_${'C'.repeat(26)}`,
  site: 'default',
  uid: 'A'.repeat(32),
  serial: 'B'.repeat(40),
  fabricCa: 'c'.repeat(64),
  domains: ['corp.test'],
  enrolledBy: 'root',
  since: at,
  certificateEnds: at,
  machineKey: { level: 'software', kept: 'file' },
};

export const linkOfStanding: Readonly<Record<Standing, LinkState>> = {
  'agent-stopped': { kind: 'stopping', since: at },
  incompatible: { kind: 'incompatible', failure },
  refused: { kind: 'refused', failure },
  'not-enrolled': connectedWith({ enrollment: { kind: 'none', lastFailure: null }, destinations: [], tags: [] }),
  enrolling: connectedWith({ enrollment: { kind: 'enrolling', ems: 'ems.corp.test:8013', silent: null } }),
  connecting: { kind: 'connecting', since: at, attempt: 1 },
  disconnected: connectedWith({
    disconnected: { since: at, by: 'anna', reason: 'a lab network', until: null },
    destinations: [],
  }),
  protected: connectedWith(),
  limited: connectedWith({ denials: [denialOf('crm.corp.test:8080', ['office'])] }),
  offline: connectedWith({ network: { kind: 'offline' } }),
  blocked: connectedWith({
    enrollment: { kind: 'withdrawn', ems: 'ems.corp.test:8013', uid: 'A'.repeat(32), at, failure },
  }),
  'ems-unreachable': connectedWith({ ems: { kind: 'waiting', failure, retryAt: at } }),
  'captive-portal': connectedWith({ network: { kind: 'portal', url: 'http://portal.example/' } }),
};
