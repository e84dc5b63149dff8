import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EndpointDetails, endpointView } from '../../../../ems/console/views/endpoint.ts';
import { tagBlocks } from '../../../../ems/console/views/posture.ts';
import { endpointDetails } from '../../../../shared/ems/endpoints.ts';
import { rule } from '../../../../shared/posture/rule.ts';
import { ruleSet } from '../../../../shared/posture/rule-set.ts';

const at = '2026-11-27T12:00:00.000Z';
const now = Date.parse(at) + 30_000;
const uid = 'A'.repeat(32);

const inventory = {
  hostname: 'laptop',
  os: 'linux',
  osVersion: '12',
  agentVersion: '1',
  users: ['anna'],
  interfaces: [],
};
const facts = [
  { fact: 'file:/etc/managed', value: { kind: 'file', exists: true }, ageMs: 5_000 },
  { fact: 'firewall', unknown: true, reason: 'not-permitted', ageMs: 9_000 },
];

const certificate = {
  kind: 'machine',
  osUser: null,
  serial: '1'.repeat(40),
  sha256: 'a'.repeat(64),
  state: 'active',
  issuer: 'b'.repeat(16),
  issuerName: 'Stile ZTNA CA',
  issuedAt: at,
  notAfter: at,
  retiresAt: null,
  revokedAt: null,
  revocationReason: null,
};

function details(changes: object = {}): EndpointDetails {
  return endpointDetails.parse({
    uid,
    site: 'default',
    hostname: 'laptop',
    os: 'linux 12',
    online: true,
    state: 'active',
    tags: ['managed'],
    serial: certificate.serial,
    certificate: 'active',
    verifiedUsers: 0,
    disconnected: null,
    signIns: [],
    lastReport: at,
    certificates: [certificate],
    view: { uid, site: 'default', state: 'active', online: true, validForMs: 1, tags: [], certificates: [], users: [] },
    inventory,
    report: { sequence: 1, rulesRevision: 1, inventory, facts, verdicts: [] },
    disagreements: [],
    ...changes,
  });
}

const common = { os: 'linux', negated: false };
const rulebook = {
  rules: [
    { ...common, id: 1, type: 'file', path: '/etc/managed', title: 'Ours' },
    { ...common, id: 2, type: 'security', content: 'firewall-enabled' },
  ].map((each) => rule.parse(each)),
  ruleSets: [
    { id: 1, name: 'a', enabled: true, tag: 'managed', logic: { linux: { op: 'and', rules: [{ id: 1 }] } } },
    { id: 2, name: 'b', enabled: true, tag: 'walled', logic: { linux: { op: 'or', rules: [{ id: 2 }, { id: 9 }] } } },
    { id: 3, name: 'c', enabled: false, tag: 'off', logic: { linux: { op: 'and', rules: [{ id: 1 }] } } },
    { id: 4, name: 'd', enabled: true, tag: 'mac', logic: { macos: { op: 'and', rules: [{ id: 1 }] } } },
  ].map((each) => ruleSet.parse(each)),
};

test('a tag is shown with its rule, the fact that decided, and how old the fact is by now', () => {
  const [managed] = tagBlocks(details(), rulebook, now);
  assert.deepEqual(managed, {
    tag: 'managed',
    held: { text: 'has it', tone: 'good' },
    lines: [
      {
        rule: '1: Ours',
        verdict: { text: 'met', tone: 'good' },
        fact: 'file:/etc/managed: exists',
        age: '35 s',
      },
    ],
    remark: null,
  });
});

test('a tag that it lacks is shown with what is in the way, also a fact that nobody knows', () => {
  const [, walled, ...others] = tagBlocks(details(), rulebook, now);
  assert.deepEqual(others, []);
  assert.equal(walled?.held.text, 'lacks it');
  assert.deepEqual(
    walled?.lines.map(({ rule: title, verdict, fact, age }) => [title, verdict.text, fact, age]),
    [
      ['2: security', 'unknown', 'firewall: unknown (not-permitted)', '39 s'],
      ['9: not on record for this system', 'unknown', 'not reported', ''],
    ],
  );
});

test('a tag that the facts would earn and the device has not is withheld', () => {
  const [managed] = tagBlocks(details({ tags: [], state: 'cloned' }), rulebook, now);
  assert.deepEqual([managed?.tag, managed?.held.text], ['managed', 'withheld']);
});

test('a device that never reported has nothing to show, and nothing breaks', () => {
  const silent = details({ tags: [], inventory: null, report: null, lastReport: null, certificates: [] });
  assert.deepEqual(tagBlocks(silent, rulebook, now), []);
  assert.equal(endpointView(silent, now).facts.find(({ name }) => name === 'last seen')?.value, 'never');
});

test('certificates say for whom they are and what became of them, and only what opens something can be revoked', () => {
  const user = {
    ...certificate,
    kind: 'user',
    osUser: 'anna',
    state: 'revoked',
    revokedAt: at,
    revocationReason: 'lost',
  };
  const { certificates, may } = endpointView(details({ state: 'revoked', certificates: [certificate, user] }), now);
  assert.deepEqual(
    certificates.map(({ kind, state, isRevocable }) => [kind, state.text, isRevocable]),
    [
      ['device', 'active', true],
      ['user anna', 'revoked 2026-11-27 12:00 UTC (lost)', false],
    ],
  );
  assert.deepEqual(may, { revoke: false, release: true });
});
