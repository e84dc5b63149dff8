// The one word for how the device stands: only `protected` may say that all is well.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState } from '../../../../daemon/state/reduce.ts';
import { type AgentState, agentState } from '../../../../shared/agent/agent-state.ts';
import type { LinkState } from '../../../../shared/shell/gui-state.ts';
import { type Standing, standingOf } from '../../../../shared/shell/standing.ts';

const at = '2026-01-02T00:00:00.000Z';
const failure = { code: 'x', message: 'x', next: 'x' };

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
const connected = { kind: 'connected', since: at, lastReport: at };
const crm = {
  destination: {
    id: `dst_${'D'.repeat(26)}`,
    name: 'crm',
    host: 'crm.corp.test',
    port: 8080,
    kind: 'tcp',
    gateways: [`gw_${'E'.repeat(26)}`],
    publish: true,
    needs: [],
  },
  state: { kind: 'published', address: '127.235.0.1', port: 8080, hosts: true },
  isPersonal: false,
};
const denied = (tags: readonly string[]) => ({
  at,
  kind: 'cut',
  denial: {
    code: '065',
    title: 'x',
    requestId: `req_${'F'.repeat(26)}`,
    destination: 'crm.corp.test:8080',
    tags,
    retry: false,
  },
});

const agent = (over: Readonly<Record<string, unknown>>): AgentState =>
  agentState.parse({
    ...initialState('0.1.0'),
    enrollment,
    ems: connected,
    network: { kind: 'online' },
    tags: ['managed'],
    destinations: [crm],
    ...over,
  });
const told = (over: Readonly<Record<string, unknown>>): LinkState => ({
  kind: 'connected',
  product: 'stile-agent 0.1.0',
  agent: agent(over),
});

const rows: readonly (readonly [what: string, link: LinkState, standing: Standing])[] = [
  ['the daemon is looked for', { kind: 'connecting', since: at, attempt: 1 }, 'connecting'],
  ['the daemon is still not there', { kind: 'connecting', since: at, attempt: 2 }, 'agent-stopped'],
  ['the daemon ends', { kind: 'stopping', since: at }, 'agent-stopped'],
  ['somebody else serves the socket', { kind: 'refused', failure }, 'refused'],
  ['the daemon is of another release', { kind: 'incompatible', failure }, 'incompatible'],
  ['not enrolled', told({ enrollment: { kind: 'none', lastFailure: null } }), 'not-enrolled'],
  ['being enrolled', told({ enrollment: { kind: 'enrolling', ems: 'ems.corp.test:8013', silent: null } }), 'enrolling'],
  [
    'put out by the EMS',
    told({ enrollment: { kind: 'withdrawn', ems: 'ems.corp.test:8013', uid: 'A'.repeat(32), at, failure } }),
    'blocked',
  ],
  ['no network', told({ network: { kind: 'offline' }, ems: { kind: 'waiting', failure, retryAt: at } }), 'offline'],
  [
    'disconnected on purpose, whatever the EMS does',
    told({
      disconnected: { since: '2026-11-27T12:00:00.000Z', by: 'anna', reason: '', until: null },
      network: { kind: 'offline' },
    }),
    'disconnected',
  ],
  ['a portal in the way', told({ network: { kind: 'portal', url: null } }), 'captive-portal'],
  ['the EMS does not answer', told({ ems: { kind: 'waiting', failure, retryAt: at } }), 'ems-unreachable'],
  ['on the way to the EMS', told({ ems: { kind: 'connecting', attempt: 1 } }), 'connecting'],
  ['the EMS has heard nothing yet', told({ ems: { ...connected, lastReport: null } }), 'connecting'],
  ['a destination cut for a tag that is missing', told({ denials: [denied(['office'])] }), 'limited'],
  ['one that was lost with its tag', told({ destinations: [], denials: [denied(['office'])] }), 'limited'],
  ['the tag is there again', told({ denials: [denied(['managed'])] }), 'protected'],
  ['all is well', told({}), 'protected'],
];

for (const [what, link, standing] of rows)
  test(`${what}: ${standing}`, () => assert.equal(standingOf({ link }), standing));
