import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { type AuditEntry, emsAdminContract } from '../../../shared/ems/admin-contract.ts';
import { hasCode } from '../../../shared/errors/app-error.ts';
import { deviceId, gatewayId, siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { type IdentityProviderDouble, openIdentityProvider } from '../../doubles/identity-provider.ts';
import { nextUid, runningEms, type TestEms } from '../../doubles/running-ems.ts';
import {
  type Act,
  allowedActsOnAdministrators,
  type RefusedAct,
  refusedActsOnAdministrators,
} from './administrator-acts.ts';
import { allowedActsOnDevices, refusedActsOnDevices } from './device-acts.ts';
import { allowedActsOnRules, refusedActsOnRules } from './rule-acts.ts';
import { allowedActsOnUsers, refusedActsOnUsers } from './user-acts.ts';
import { allowedActsOnZtnaCas, refusedActsOnZtnaCas } from './ztna-ca-acts.ts';

const site = siteName.parse('default');

/** Verbs that only look, and leave no trace. */
const looking: readonly string[] = [
  'status',
  'endpoints',
  'showEndpoint',
  'invitations',
  'rules',
  'tags',
  'destinations',
  'gateways',
  'webCa',
  'shellPolicy',
  'showInvitation',
  'onFabric',
  'ztnaCas',
  'administrators',
  'userAccounts',
  'showUserAccount',
  'signIns',
  'signInProviders',
  'audit',
];

/** Every verb that changes something, given what it can do. */
async function allowedActs(ems: TestEms, provider: IdentityProviderDouble): Promise<readonly Act[]> {
  const { admin } = ems;
  const device = await ems.enroll();
  const other = await ems.enroll();
  const gateway = await ems.approvedGateway();
  const id = gatewayId.parse(gateway.id);
  await using client = ems.gatewayClient(gateway);
  const destinations = [{ name: 'crm', host: 'crm.corp.test', port: 80, kind: 'http' as const, needs: [] }];
  await client.call('destinations', { body: { addresses: ['192.0.2.1:9443'], destinations } });
  const { summary } = await admin.call('invite', invitation());
  return [
    { verb: 'invite', action: 'invite', target: 'device', run: () => admin.call('invite', invitation()) },
    {
      verb: 'revokeInvitation',
      action: 'invitations revoke',
      target: summary.id,
      run: () => admin.call('revokeInvitation', { id: summary.id }),
    },
    ...allowedActsOnRules(ems),
    ...allowedActsOnDevices(ems, device.uid),
    {
      verb: 'showDestinationTo',
      action: 'destinations show-to',
      target: 'crm',
      run: () => admin.call('showDestinationTo', { name: 'crm', tags: ['managed'], publish: true }),
    },
    {
      verb: 'approveGateway',
      action: 'gateways approve',
      target: id,
      run: () => admin.call('approveGateway', { id, names: ['gw2.corp.test'], sites: [site] }),
    },
    {
      verb: 'createWebCa',
      action: 'web-ca create',
      target: 'web CA',
      run: () => admin.call('createWebCa', { domains: ['corp.test'], replace: false }),
    },
    {
      verb: 'approveWebHosts',
      action: 'gateways web-hosts',
      target: id,
      run: () => admin.call('approveWebHosts', { id, hosts: ['crm.corp.test', '*.apps.corp.test'] }),
    },
    {
      verb: 'setShellPolicy',
      action: 'shell-policy set',
      target: 'shell policy',
      run: () => admin.call('setShellPolicy', { mayQuit: false }),
    },
    {
      verb: 'setOnFabric',
      action: 'on-fabric set',
      target: 'on-fabric',
      run: () => admin.call('setOnFabric', { networks: ['10.0.0.0/8'], probe: null }),
    },
    ...(await allowedActsOnZtnaCas(ems)),
    {
      verb: 'withdrawGateway',
      action: 'gateways withdraw',
      target: id,
      run: () => admin.call('withdrawGateway', { id }),
    },
    {
      verb: 'releaseEndpoint',
      action: 'endpoints release',
      target: device.uid,
      run: () => admin.call('releaseEndpoint', { uid: device.uid }),
    },
    {
      verb: 'revokeCertificate',
      action: 'revoke',
      target: device.serial,
      run: () => admin.call('revokeCertificate', { serial: device.serial, reason: 'lost' }),
    },
    {
      verb: 'revokeEndpoint',
      action: 'revoke',
      target: other.uid,
      run: () => admin.call('revokeEndpoint', { uid: other.uid, reason: 'stolen' }),
    },
    ...allowedActsOnAdministrators(ems),
    ...allowedActsOnUsers(ems, provider),
  ];
}

/** The same verbs, asked for what cannot be done. */
function refusedActs(ems: TestEms): readonly RefusedAct[] {
  const { admin } = ems;
  const uid = deviceId.parse('F'.repeat(32));
  const id = gatewayId.parse(`gw_${'A'.repeat(26)}`);
  return [
    {
      verb: 'invite',
      action: 'invite',
      target: 'device',
      says: /com is not a domain of one organisation/,
      run: () => admin.call('invite', { ...invitation(), domains: ['com'] }),
    },
    {
      verb: 'revokeInvitation',
      action: 'invitations revoke',
      target: 'inv_none',
      says: /no invitation inv_none/,
      run: () => admin.call('revokeInvitation', { id: 'inv_none' }),
    },
    ...refusedActsOnRules(ems),
    ...refusedActsOnDevices(ems, uid),
    {
      verb: 'showDestinationTo',
      action: 'destinations show-to',
      target: 'none',
      says: /no destination none/,
      run: () => admin.call('showDestinationTo', { name: 'none', tags: [], publish: true }),
    },
    {
      verb: 'approveGateway',
      action: 'gateways approve',
      target: id,
      says: /localhost is a name of the EMS itself/,
      run: () => admin.call('approveGateway', { id, names: ['LOCALHOST'], sites: [site] }),
    },
    {
      verb: 'createWebCa',
      action: 'web-ca create',
      target: 'web CA',
      says: /co\.uk is not a domain of one organisation/,
      run: () => admin.call('createWebCa', { domains: ['corp.test', 'co.uk'], replace: false }),
    },
    {
      verb: 'approveWebHosts',
      action: 'gateways web-hosts',
      target: id,
      says: /no gateway gw_A/,
      run: () => admin.call('approveWebHosts', { id, hosts: ['crm.corp.test'] }),
    },
    {
      verb: 'setShellPolicy',
      action: 'shell-policy set',
      target: 'shell policy',
      says: /says nothing/,
      run: () => admin.call('setShellPolicy', {}),
    },
    {
      verb: 'withdrawGateway',
      action: 'gateways withdraw',
      target: id,
      says: /no gateway gw_A/,
      run: () => admin.call('withdrawGateway', { id }),
    },
    {
      verb: 'releaseEndpoint',
      action: 'endpoints release',
      target: uid,
      says: /no device F/,
      run: () => admin.call('releaseEndpoint', { uid }),
    },
    {
      verb: 'revokeCertificate',
      action: 'revoke',
      target: '00',
      says: /no certificate 00/,
      run: () => admin.call('revokeCertificate', { serial: '00', reason: '' }),
    },
    {
      verb: 'revokeEndpoint',
      action: 'revoke',
      target: uid,
      says: /no device F/,
      run: () => admin.call('revokeEndpoint', { uid, reason: '' }),
    },
    ...refusedActsOnZtnaCas(ems),
    ...refusedActsOnAdministrators(ems),
    ...refusedActsOnUsers(ems),
  ];
}

function invitation() {
  return { role: 'device' as const, site, domains: ['corp.test'], uses: 1, expiresInMs: 60_000, note: 'ours' };
}

async function newest(ems: TestEms): Promise<Partial<AuditEntry>> {
  const { entries } = await ems.admin.call('audit', { limit: 1 });
  const { actor, action, target, outcome } = entries[0] ?? {};
  return { actor, action, target, outcome } as Partial<AuditEntry>;
}

/** Whose uid and process the kernel names. */
const actor = `uid ${process.getuid?.()} pid ${process.pid}`;

test('every verb that changes something leaves an entry with who asked, what for and that it was done', async () => {
  await using ems = await runningEms();
  await using provider = await openIdentityProvider();
  const acts = await allowedActs(ems, provider);
  for (const { verb, action, target, run } of acts) {
    await run();
    assert.deepEqual(await newest(ems), { actor, action, target, outcome: 'allowed' }, verb);
  }
  const tried = [...new Set([...looking, ...acts.map((act) => act.verb)])].sort();
  assert.deepEqual(tried, Object.keys(emsAdminContract.commands).sort());
});

test('what is refused leaves an entry too, and says what is wrong', async () => {
  await using ems = await runningEms();
  for (const { verb, action, target, says, run } of refusedActs(ems)) {
    await assert.rejects(run(), (error) => {
      assert.ok(error instanceof Error && says.test(error.message), `${verb}: ${error}`);
      assert.ok(!hasCode(error, 'unexpected'), verb);
      return true;
    });
    assert.deepEqual(await newest(ems), { actor, action, target, outcome: 'refused' }, verb);
  }
  assert.deepEqual((await ems.admin.call('endpoints', {})).endpoints, []);
});

test('verbs that only look leave none', async () => {
  await using ems = await runningEms();
  const { uid } = await ems.enroll();
  const before = (await ems.admin.call('audit', { limit: 100 })).entries.length;
  for (const verb of [
    'status',
    'endpoints',
    'invitations',
    'rules',
    'tags',
    'destinations',
    'gateways',
    'webCa',
  ] as const)
    await ems.admin.call(verb, {});
  await ems.admin.call('showEndpoint', { uid });
  assert.equal((await ems.admin.call('audit', { limit: 100 })).entries.length, before);
});

test('no entry holds a code, neither of one that was taken nor of one that was refused', async () => {
  await using ems = await runningEms();
  const made = await ems.admin.call('invite', invitation());
  const { code } = readInvitation(made.invitation);
  await ems.enroll();
  await using client = ems.agentClient();
  const guess = 'A'.repeat(26);
  const inventory = { hostname: 'x', os: 'linux' as const, osVersion: '', agentVersion: '', users: [], interfaces: [] };
  await assert.rejects(client.call('enroll', { body: { code: guess, csr: code, uid: nextUid(), inventory } }));
  const text = JSON.stringify((await ems.admin.call('audit', { limit: 100 })).entries);
  assert.match(text, /"enroll".+"refused"/);
  for (const secret of [code, made.invitation, guess]) assert.ok(!text.includes(secret), secret);
});
