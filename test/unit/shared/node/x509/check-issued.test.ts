// A certificate that an EMS issued is kept only if it is for the key and the name that were asked for.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deviceId, gatewayId, siteName } from '../../../../../shared/ids.ts';
import { dayMs } from '../../../../../shared/node/x509/authority.ts';
import { type Asked, checkIssued } from '../../../../../shared/node/x509/check-issued.ts';
import { type Credentials, makeThrowawayPki } from '../../../../doubles/throwaway-pki.ts';

const pki = await makeThrowawayPki();
const machine = await pki.machine();
const gateway = await pki.gateway(['gw.corp.test']);
const bad = await pki.badMachines();
const user = await pki.user('anna');

const own = { emsId: pki.emsId, site: pki.site };
const machineName = { kind: 'machine', ...own, uid: pki.uid } as const;
const gatewayName = { kind: 'gateway', emsId: pki.emsId, gatewayId: pki.gatewayId } as const;

interface Row {
  readonly claim: string;
  readonly shown: Credentials;
  readonly pem?: string;
  readonly asked?: Partial<Asked>;
  readonly why: RegExp | null;
}

const rows: readonly Row[] = [
  { claim: 'what was asked for is taken', shown: machine, why: null },
  { claim: 'text that is no certificate', shown: machine, pem: 'no PEM', why: /cannot be read/ },
  {
    claim: 'a broken certificate',
    shown: machine,
    pem: machine.certificatePem.replace(/\nMII./, '\nAAAA'),
    why: /cannot be read/,
  },
  {
    claim: 'a second certificate behind it',
    shown: machine,
    pem: machine.certificatePem + gateway.certificatePem,
    why: /cannot be read/,
  },
  { claim: 'a CA', shown: machine, pem: pki.ztna.certificatePem, why: /cannot be read/ },
  { claim: 'one for another key', shown: machine, asked: { keys: gateway.keys }, why: /another key/ },
  {
    claim: 'one for another device',
    shown: machine,
    asked: { name: { ...machineName, uid: deviceId.parse('F'.repeat(32)) } },
    why: /another holder/,
  },
  {
    claim: 'one for another site',
    shown: machine,
    asked: { name: { ...machineName, site: siteName.parse('elsewhere') } },
    why: /another holder/,
  },
  { claim: 'one of another EMS', shown: bad.otherEms, why: /another holder/ },
  { claim: 'one without a name', shown: bad.noName, why: /another holder/ },
  { claim: 'one of another kind', shown: user, why: /another holder/ },
  { claim: 'one with another serial', shown: machine, asked: { serial: 'A'.repeat(40) }, why: /another serial/ },
  { claim: 'one for servers only', shown: bad.serverOnly, why: /another use/ },
  { claim: 'one that has ended', shown: bad.expired, why: /not valid now/ },
  {
    claim: 'one that begins in days',
    shown: await pki.machine({ notBefore: new Date(Date.now() + 3 * dayMs) }),
    why: /not valid now/,
  },
  {
    claim: 'one that begins in hours, as a late clock sees it, is taken',
    shown: await pki.machine({ notBefore: new Date(Date.now() + dayMs / 4) }),
    why: null,
  },
  {
    claim: "a gateway's, by the CA it knows, is taken",
    shown: gateway,
    asked: { name: gatewayName, anchor: pki.fabric.certificatePem },
    why: null,
  },
  {
    claim: "a gateway's for another site is taken",
    shown: await pki.gateway(['gw.corp.test'], { sanUri: pki.uri({ kind: 'gateway', site: 'elsewhere' }) }),
    asked: { name: gatewayName },
    why: null,
  },
  {
    claim: "another gateway's",
    shown: gateway,
    asked: { name: { ...gatewayName, gatewayId: gatewayId.parse(`gw_${'C'.repeat(25)}Q`) } },
    why: /another holder/,
  },
  {
    claim: "a gateway's by another CA",
    shown: gateway,
    asked: { name: gatewayName, anchor: pki.ztna.certificatePem },
    why: /another CA/,
  },
  {
    claim: "a gateway's for clients only",
    shown: await pki.gateway(['gw.corp.test'], { eku: 'client' }),
    asked: { name: gatewayName },
    why: /another use/,
  },
];

describe('of what an EMS issues:', () => {
  for (const { claim, shown, pem, asked, why } of rows)
    test(why === null ? claim : `${claim} is refused`, () => {
      const whole = { keys: shown.keys, name: machineName, serial: shown.serial, ...asked };
      const check = () => checkIssued(pem ?? shown.certificatePem, whole, Date.now());
      if (why === null) check();
      else assert.throws(check, { code: 'certificate-unusable', message: why });
    });
});
