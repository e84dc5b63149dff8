// States of the agent for every situation that the desktop shell shows, by name. A new situation is a new row.

import os from 'node:os';
import type { AgentState } from '../../shared/agent/agent-state.ts';
import type { SignInState } from '../../shared/agent/sign-in.ts';
import { before, deviceAt, publishedAt, requestIdOf } from './agent-example/device.ts';
import { hostileState } from './agent-example/hostile.ts';
import { exampleProfile } from './agent-example/organisation.ts';

export type AgentSituation = keyof typeof situations;

/** The state of that name as of `now`. */
export function agentStateOf(name: AgentSituation, now: Date): AgentState {
  return situations[name](now);
}

const ems = 'ems.corp.test:8013';
const failure = {
  code: 'ems-unreachable',
  message: `cannot reach the EMS ${ems}`,
  next: 'Check the network. The agent tries again by itself.',
};

const nothingYet: Partial<AgentState> = {
  ems: { kind: 'off' },
  posture: { rulesRevision: 0, observedAt: null, facts: [], verdicts: [], rules: [] },
  tags: [],
  tagReasons: [],
  messages: {},
  destinations: [],
  gateways: [],
  reached: {},
};

const situations = {
  'not-enrolled': (now: Date) =>
    deviceAt(now, {}, { ...nothingYet, enrollment: { kind: 'none', lastFailure: null }, fabric: 'unknown' }),
  enrolling: (now: Date) => deviceAt(now, {}, { ...nothingYet, enrollment: { kind: 'enrolling', ems, silent: null } }),
  connecting: (now: Date) => deviceAt(now, {}, { ems: { kind: 'connecting', attempt: 2 } }),
  disconnected: (now: Date) =>
    deviceAt(
      now,
      {},
      {
        disconnected: { since: before(now, 300), by: 'anna', reason: 'a lab network', until: null },
        destinations: [],
        gateways: [],
        sessions: [],
      },
    ),
  protected: (now: Date) => deviceAt(now),
  /** The firewall was turned off: a tag is gone, and with it two services. */
  limited: (now: Date) => deviceAt(now, { firewall: 'open' }, lostServices(now)),
  /** Nobody has signed in, and a connection waits for it. */
  'sign-in-wanted': (now: Date) =>
    deviceAt(now, {}, signInOf({ kind: 'none', lastFailure: null }, ['orders.corp.test:5432'])),
  'signing-in': (now: Date) =>
    deviceAt(
      now,
      {},
      signInOf({ kind: 'waiting', provider: 'corp', until: before(now, -290) }, ['orders.corp.test:5432']),
    ),
  'signed-in': (now: Date) =>
    deviceAt(
      now,
      {},
      signInOf({
        kind: 'verified',
        provider: 'corp',
        subject: 'ada@corp.test',
        groups: ['staff', 'sales'],
        until: before(now, -36_000),
      }),
    ),
  offline: (now: Date) =>
    deviceAt(now, {}, { network: { kind: 'offline' }, ems: { kind: 'waiting', failure, retryAt: before(now, -20) } }),
  'captive-portal': (now: Date) =>
    deviceAt(
      now,
      {},
      {
        network: { kind: 'portal', url: 'http://login.hotel.test/' },
        ems: { kind: 'waiting', failure, retryAt: before(now, -20) },
      },
    ),
  'ems-unreachable': (now: Date) => deviceAt(now, {}, { ems: { kind: 'waiting', failure, retryAt: before(now, -20) } }),
  /** The EMS took the device's right to be here. */
  blocked: (now: Date) =>
    deviceAt(
      now,
      {},
      {
        ...nothingYet,
        enrollment: {
          kind: 'withdrawn',
          ems,
          uid: 'A1B2C3D4E5F60718293A4B5C6D7E8F90' as never,
          at: before(now, 600),
          failure: {
            code: 'device-revoked',
            message: 'the EMS has withdrawn this device',
            next: 'Ask your administrator for a new invitation.',
          },
        },
      },
    ),
  '1000-destinations': (now: Date) => deviceAt(now, {}, { destinations: manyDestinations(1_000) }),
  hostile: hostileState,
} satisfies Record<string, (now: Date) => AgentState>;

/** Of the user who runs the shell that looks. */
function signInOf(state: SignInState, wanted: readonly string[] = []): Partial<AgentState> {
  const { uid, username: osUser } = os.userInfo();
  return {
    signInProviders: [{ id: 'corp', title: 'Corp', kind: 'oidc' }],
    signIns: [{ uid, osUser, state, wanted: [...wanted] }],
  };
}

/** What its organisation's gateway says when `healthy` is gone. */
function lostServices(now: Date): Partial<AgentState> {
  const denied = ['orders.corp.test:5432', 'desk.corp.test:3389'];
  const denials = denied.map((destination, index) => ({
    at: before(now, 40 + index * 55),
    kind: index === 0 ? ('cut' as const) : ('refused' as const),
    denial: {
      code: '065',
      title: 'ZTNA Policy Deny',
      requestId: requestIdOf(700 + index) as never,
      destination,
      policy: 'healthy computers',
      tags: ['healthy'],
      retry: false,
    },
  }));
  const destinations = exampleProfile.destinations
    .filter(({ host, port }) => `${host}:${port}` !== denied[0])
    .map(publishedAt);
  return { denials, destinations };
}

function manyDestinations(count: number): AgentState['destinations'] {
  const [model] = exampleProfile.destinations;
  if (model === undefined) throw new TypeError('unreachable: the example has services');
  return Array.from({ length: count }, (_, index) =>
    publishedAt(
      { ...model, name: `Service ${index + 1}`, host: `service-${index + 1}.corp.test`, port: 1_024 + index },
      index,
    ),
  );
}
