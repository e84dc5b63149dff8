// What administrators do about certificates by commands: the web CA, the hosts of gateways, the certificates of a device.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { runStile } from '../../../cli/run.ts';
import { makeCsr } from '../../../shared/node/x509/csr.ts';
import { newKeyPair } from '../../../shared/node/x509/keys.ts';
import { runningEms, type TestEms } from '../../doubles/running-ems.ts';
import { recordingTerminal } from '../../unit/cli/recording-terminal.ts';

let ems: TestEms;
let gateway: string;

before(async () => {
  ems = await runningEms();
  gateway = (await ems.approvedGateway()).id;
});

after(async () => {
  await ems?.[Symbol.asyncDispose]();
});

/** `stile ems …` as its status, and all that it said. */
async function stile(...args: readonly string[]): Promise<readonly [code: number, said: string]> {
  const terminal = recordingTerminal({ environment: { STILE_EMS_SOCKET: ems.running.adminSocket } });
  const code = await runStile(['ems', ...args], terminal);
  return [code, [...terminal.printed, ...terminal.complained].join('\n')];
}

interface Row {
  readonly args: readonly string[];
  readonly code: keyof typeof exitCodes;
  readonly says: RegExp;
}

/** In this order: what one does the next one finds. */
const rows: readonly Row[] = [
  { args: ['web-ca'], code: 'fine', says: /^There is no web CA\. Make one: stile ems web-ca create/ },
  { args: ['web-ca', 'create'], code: 'usage', says: /--domains/ },
  {
    args: ['web-ca', 'create', '--domains', 'co.uk'],
    code: 'failed',
    says: /co\.uk is not a domain of one organisation/,
  },
  {
    args: ['web-ca', 'create', '--domains', 'corp.test,lab.example'],
    code: 'fine',
    says: /signs for +corp\.test and names below it\n +lab\.example and names below it\n[\s\S]+BEGIN CERTIFICATE/,
  },
  {
    args: ['web-ca', 'create', '--domains', 'corp.test'],
    code: 'failed',
    says: /a web CA already, for corp\.test, lab\.example \[web-ca-exists\]\n[\s\S]+--replace/,
  },
  {
    args: ['web-ca', 'create', '--domains', 'corp.test', '--replace'],
    code: 'fine',
    says: /CN=Stile web CA 2 for corp\.test/,
  },
  {
    args: ['web-ca', 'show', '--json'],
    code: 'fine',
    says: /^\{"stile":1,"command":"ems web-ca show","ok":true,"result":\{"webCa":\{"id":/,
  },
  { args: ['gateways', 'web-hosts', 'GW'], code: 'failed', says: /name the hosts, or say --none/ },
  {
    args: ['gateways', 'web-hosts', 'GW', 'crm.evil.test'],
    code: 'failed',
    says: /crm\.evil\.test lies outside .+ which are corp\.test/,
  },
  {
    args: ['gateways', 'web-hosts', 'GW', 'crm.corp.test', '*.apps.corp.test'],
    code: 'fine',
    says: /may have web certificates for crm\.corp\.test, \*\.apps/,
  },
  { args: ['gateways'], code: 'fine', says: /WEB HOSTS[\s\S]+crm\.corp\.test, \*\.apps\.corp\.test/ },
  {
    args: ['gateways', 'web-hosts', 'GW', 'crm.corp.test', '--none'],
    code: 'failed',
    says: /name the hosts, or say --none/,
  },
  {
    args: ['gateways', 'web-hosts', 'GW', '--none', '--json'],
    code: 'fine',
    says: /"result":\{"id":"gw_\w+","hosts":\[\]\}/,
  },
];

for (const { args, code, says } of rows) {
  test(`stile ems ${args.join(' ')}: ${says}`, async () => {
    const [got, said] = await stile(...args.map((word) => (word === 'GW' ? gateway : word)));
    assert.match(said, says);
    assert.equal(got, exitCodes[code]);
  });
}

test("a device's page lists its certificates with whose, how they stand and who signed; one is revoked by its serial", async () => {
  const device = await ems.enroll();
  await using client = ems.agentClient(device);
  const csr = await makeCsr(await newKeyPair('p256'), 'x');
  const { serial } = await client.call('userCertificate', { body: { csr, osUser: 'anna' } });
  const line = (state: string) =>
    new RegExp(`${serial} user anna, ${state}, ends \\S+, by CN=Stile ZTNA CA\\n +${device.serial} machine, active`);
  assert.match((await stile('endpoints', 'show', device.uid))[1], line('active'));
  assert.equal((await stile('revoke', serial, '--reason', 'lost'))[0], exitCodes.fine);
  assert.match((await stile('endpoints', 'show', device.uid))[1], line('revoked'));
  assert.match((await stile('endpoints', 'show', device.uid))[1], new RegExp(`ZTNA serial +${device.serial} active`));
});
