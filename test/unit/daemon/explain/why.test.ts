import assert from 'node:assert/strict';
import { test } from 'node:test';
import { denialSentences } from '../../../../daemon/explain/denial-sentences.ts';
import { explain } from '../../../../daemon/explain/why.ts';
import { initialState } from '../../../../daemon/state/reduce.ts';
import { type AgentState, agentState } from '../../../../shared/agent/agent-state.ts';
import { profile as profileSchema } from '../../../../shared/ems/profile.ts';
import { denial as denialSchema } from '../../../../shared/tunnel/denial.ts';

const id = (letter: string) => `${letter.repeat(25)}Q`;
const destination = {
  id: `dst_${id('A')}`,
  name: 'crm',
  host: 'crm.corp.test',
  port: 8080,
  kind: 'http',
  gateways: [`gw_${id('B')}`],
  publish: true,
  needs: [],
};
const secretPath = '/etc/secret-place';
const profile = profileSchema.parse({
  epoch: `ep_${id('E')}`,
  revision: 1,
  site: 'default',
  timers: { keepaliveMs: 60_000, poolIdleMs: 90_000 },
  domains: ['corp.test'],
  rules: [
    {
      id: 1,
      os: 'linux',
      type: 'ip-range',
      negated: false,
      content: '10.9.8.0/24',
      title: 'At the office',
      remedy: 'Go to the office.',
    },
  ],
  ruleSets: [
    { id: 1, name: 'Office', enabled: true, tag: 'office', logic: { linux: { op: 'and', rules: [{ id: 1 }] } } },
  ],
  messages: {},
  gateways: [],
  destinations: [destination],
});

function state(over: Readonly<Record<string, unknown>> = {}): AgentState {
  const enrollment = {
    kind: 'enrolled',
    ems: 'localhost:8013',
    emsId: `ems_${id('C')}`,
    site: 'default',
    uid: 'A'.repeat(32),
    serial: 'B'.repeat(40),
    fabricCa: 'c'.repeat(64),
    domains: ['corp.test'],
    enrolledBy: 'root',
    since: '2026-01-01T00:00:00.000Z',
    certificateEnds: '2026-03-01T00:00:00.000Z',
    machineKey: { level: 'software', kept: 'file' },
  };
  const published = {
    destination,
    state: { kind: 'published', address: '127.235.0.1', port: 8080, hosts: true },
    isPersonal: false,
  };
  const verdicts = [{ rule: 1, verdict: 'unsatisfied', fact: 'ip-addresses' }];
  const posture = { rulesRevision: 1, observedAt: null, facts: [], verdicts, rules: [] };
  return agentState.parse({ ...initialState('0.1.0'), enrollment, destinations: [published], posture, ...over });
}

function denied(code: string, over: Readonly<Record<string, unknown>> = {}) {
  const denial = {
    code,
    title: 'ZTNA Policy Deny',
    requestId: `req_${id('D')}`,
    destination: 'crm.corp.test:8080',
    retry: false,
    ...over,
  };
  return { at: '2026-01-02T00:00:00.000Z', kind: 'cut', denial };
}

const ask = (given: AgentState, asked = 'crm') => explain(asked, given, profile, 'linux');

test('a missing tag is explained by its rules: title, own fact, remedy, and never the rule’s values', () => {
  const why = ask(state({ denials: [denied('065', { tags: ['office'] })] }));
  assert.equal(why.access, 'denied');
  assert.deepEqual(
    why.obstacles.map((each) => [each.title, each.fact, each.remedy]),
    [['At the office', 'ip-addresses', 'Go to the office.']],
  );
  assert.ok(!JSON.stringify(why).includes('10.9.8'));
  assert.ok(!JSON.stringify(why).includes(secretPath));
});

test('a destination is found by name, host, and host with port', () => {
  for (const asked of ['crm', 'CRM', 'crm.corp.test', 'crm.corp.test:8080', 'crm:8080'])
    assert.equal(ask(state(), asked).destination, 'crm.corp.test:8080');
});

test('a destination that went with its tag is still explained by its last denial', () => {
  const why = ask(state({ destinations: [], denials: [denied('065', { tags: ['office'] })] }));
  assert.equal(why.lastDenial?.denial.code, '065');
  assert.match(why.summary, /lacks the tag office/);
});

test('a tag that came back, or a connection since, ends what a denial said', () => {
  const denials = [denied('065', { tags: ['office'] })];
  assert.equal(ask(state({ denials, tags: ['office'] })).access, 'unknown');
  const others = [denied('061')];
  assert.equal(ask(state({ denials: others })).access, 'denied');
  assert.equal(
    ask(state({ denials: others, reached: { 'crm.corp.test:8080': '2026-01-03T00:00:00.000Z' } })).access,
    'allowed',
  );
});

const providers = [{ id: 'corp', title: 'Corp', kind: 'oidc' }];
const signIn = (kind: 'none' | 'verified', wanted: readonly string[] = []) => ({
  uid: 1_000,
  osUser: 'anna',
  state:
    kind === 'none'
      ? { kind, lastFailure: null }
      : { kind, provider: 'corp', subject: 'anna', groups: [], until: '2026-01-04T00:00:00.000Z' },
  wanted,
});

/** What is offered, who has signed in and what waits, and what is said of a destination that was refused with 099. */
const signIns: readonly (readonly [string, Readonly<Record<string, unknown>>, string, RegExp])[] = [
  ['nobody has signed in', { signInProviders: providers }, 'denied', /stile sign-in/],
  ['the EMS offers no way', {}, 'denied', /administrator/],
  [
    'a connection is held',
    { signInProviders: providers, signIns: [signIn('none', ['crm.corp.test:8080'])] },
    'denied',
    /held/,
  ],
  [
    'its user has signed in since',
    { signInProviders: providers, signIns: [signIn('verified')] },
    'unknown',
    /^Nothing/,
  ],
];
for (const [what, over, access, says] of signIns)
  test(`099, and ${what}: ${access}`, () => {
    const why = ask(state({ denials: [denied('099')], ...over }));
    assert.equal(why.access, access);
    assert.match([why.summary, ...why.next].join(' '), says);
  });

/** The kind of destination, its last denial, when the user's certificate was put in its place, and what is said then. */
const certificates: readonly (readonly [string, string, string, string])[] = [
  ['web', '063', '2026-01-03T00:00:00.000Z', 'unknown'],
  ['web', '063', '2026-01-01T00:00:00.000Z', 'denied'],
  ['web', '065', '2026-01-03T00:00:00.000Z', 'denied'],
  ['tcp', '063', '2026-01-03T00:00:00.000Z', 'denied'],
];

for (const [kind, code, toldAt, access] of certificates)
  test(`a ${kind} destination denied with ${code} at 2026-01-02, the user's certificate of ${toldAt}: ${access}`, () => {
    const userCertificate = {
      osUser: 'anna',
      uid: 1_000,
      serial: 'B'.repeat(40),
      state: 'installed',
      detail: '',
      ends: null,
      ems: 'active',
      store: null,
      toldAt,
    };
    const published = { kind: 'published', address: '127.235.0.1', port: 8080, hosts: true };
    const destinations = [{ destination: { ...destination, kind }, state: published, isPersonal: false }];
    const denials = [denied(code, code === '065' ? { tags: ['office'] } : {})];
    assert.equal(ask(state({ destinations, denials, userCertificates: [userCertificate] })).access, access);
  });

test('the page of a refusal that has just come says why, although the destination was reached before', () => {
  const { denial } = denied('065', { tags: ['office'] });
  const before = state({ reached: { 'crm.corp.test:8080': '2026-01-02T00:00:00.000Z' } });
  const [first = ''] = denialSentences(
    '2026-01-02T00:00:01.000Z',
    denialSchema.parse(denial),
    profile.destinations[0] ?? raise(),
    before,
    profile,
    'linux',
  );
  assert.match(first, /denied: this device lacks the tag office/);
});

test('what the device cannot know it does not claim', () => {
  assert.equal(ask(state()).access, 'unknown');
  assert.equal(ask(state(), 'nothing').access, 'denied');
});

test('a device that is not enrolled is told to enroll', () => {
  const why = ask(initialState('0.1.0'));
  assert.equal(why.access, 'denied');
  assert.match(why.next.join(), /stile enroll/);
});

function raise(): never {
  throw new Error('the profile has a destination');
}
