import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  certificateAgreement,
  type EmsAnswer,
  type GatewayAnswer,
  type Party,
} from '../../../../daemon/explain/certificate-agreement.ts';

const own = { serial: 'A'.repeat(40), sha256: 'own', notAfter: Date.parse('2027-02-01') };
const record = (sha256: string, state: string, notAfter = '2027-01-01T00:00:00Z') => ({
  sha256,
  state,
  notAfter,
  kind: 'machine',
  serial: sha256 === 'own' ? own.serial : 'B'.repeat(40),
});
const emsHas = (...certificates: ReturnType<typeof record>[]): EmsAnswer => ({ kind: 'answered', certificates });
const gatewayHas = (...certificates: ReturnType<typeof record>[]): GatewayAnswer => ({
  kind: 'answered',
  certificates,
});
const refused: EmsAnswer = { kind: 'refused', why: 'certificate-refused' };
const silent = { kind: 'silent' } as const;
const [active, retired, other] = [record('own', 'active'), record('own', 'retired'), record('other', 'active')];

interface Row {
  readonly what: string;
  readonly ems: EmsAnswer;
  readonly gateway: GatewayAnswer;
  readonly stale: Party | undefined;
  /** Of the EMS, then of the gateway. */
  readonly outcomes: readonly [string, string];
  readonly says?: RegExp;
}

const rows: readonly Row[] = [
  { what: 'all agree', ems: emsHas(active), gateway: gatewayHas(active), stale: undefined, outcomes: ['ok', 'ok'] },
  {
    what: 'the gateway does not hold it',
    ems: emsHas(active, other),
    gateway: gatewayHas(other),
    stale: 'gateway',
    outcomes: ['ok', 'problem'],
  },
  {
    what: 'the gateway holds it as retired',
    ems: emsHas(active),
    gateway: gatewayHas(retired),
    stale: 'gateway',
    outcomes: ['ok', 'problem'],
  },
  {
    what: 'the gateway trusts another CA',
    ems: emsHas(active),
    gateway: { kind: 'refused', code: '001' },
    stale: 'gateway',
    outcomes: ['ok', 'problem'],
  },
  { what: 'the gateway is away', ems: emsHas(active), gateway: silent, stale: undefined, outcomes: ['ok', 'unknown'] },
  {
    what: 'the agent shows a retired one',
    ems: emsHas(retired, other),
    gateway: gatewayHas(retired, other),
    stale: 'agent',
    outcomes: ['problem', 'warning'],
    says: /in force is B{40}/,
  },
  {
    what: 'the EMS refuses it, and the gateway knows it as retired',
    ems: refused,
    gateway: gatewayHas(retired),
    stale: 'agent',
    outcomes: ['problem', 'warning'],
  },
  {
    what: 'the EMS refuses it, and the gateway is away',
    ems: refused,
    gateway: silent,
    stale: 'agent',
    outcomes: ['problem', 'unknown'],
  },
  {
    what: 'the EMS refuses what the gateway has from it',
    ems: refused,
    gateway: gatewayHas(active),
    stale: 'EMS',
    outcomes: ['problem', 'ok'],
  },
  {
    what: 'the EMS has only older ones',
    ems: emsHas(other),
    gateway: gatewayHas(other),
    stale: 'EMS',
    outcomes: ['problem', 'warning'],
  },
  {
    what: 'the EMS has a newer one instead',
    ems: emsHas(record('other', 'active', '2027-03-01T00:00:00Z')),
    gateway: silent,
    stale: 'agent',
    outcomes: ['problem', 'unknown'],
  },
  { what: 'the EMS is away', ems: silent, gateway: gatewayHas(active), stale: undefined, outcomes: ['unknown', 'ok'] },
  { what: 'both are away', ems: silent, gateway: silent, stale: undefined, outcomes: ['unknown', 'unknown'] },
];

for (const { what, ems, gateway, stale, outcomes, says } of rows)
  test(`${what}: ${stale ?? 'nobody'} is stale`, () => {
    const findings = certificateAgreement(own, ems, [['gw.corp.test', gateway]]);
    assert.deepEqual(
      findings.map(({ outcome }) => outcome),
      outcomes,
    );
    assert.deepEqual(
      findings.flatMap((each) => each.stale ?? []),
      stale === undefined ? [] : [stale],
    );
    for (const { outcome, next, detail } of findings) {
      if (outcome === 'problem') assert.match(next, /\w/);
      if (outcome === 'problem') assert.match(detail, new RegExp(`^the ${stale} is stale: `));
    }
    if (says !== undefined) assert.match(findings.map(({ detail }) => detail).join('\n'), says);
  });
