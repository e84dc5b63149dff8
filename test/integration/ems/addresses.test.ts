import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { request } from 'undici';
import { siteName } from '../../../shared/ids.ts';
import { readInvitation } from '../../../shared/node/invitation.ts';
import { runningEms } from '../../doubles/running-ems.ts';

const invitation = {
  role: 'device' as const,
  site: siteName.parse('default'),
  domains: [],
  uses: 1,
  expiresInMs: 60_000,
  note: '',
};

test('an EMS that is named by an IPv6 address gives addresses that can be used', async () => {
  const here = { host: '::1', port: 0 };
  await using ems = await runningEms({
    settings: { serverNames: ['::1', 'localhost'], agent: { host: 'localhost', port: 0 }, public: here },
  });
  const { ports } = ems.running;
  const { listeners } = await ems.admin.call('status', {});
  const { console: _, ...ofDevices } = listeners;
  assert.deepEqual(ofDevices, {
    agent: `[::1]:${ports.agent}`,
    gateway: `[::1]:${ports.gateway}`,
    public: `http://[::1]:${ports.public}`,
  });
  const made = await ems.admin.call('invite', invitation);
  assert.equal(readInvitation(made.invitation).ems, `[::1]:${ports.agent}`);
  const { cert } = await ems.enroll();
  const ca = /CA Issuers - URI:(\S+)/.exec(new X509Certificate(cert).infoAccess ?? '')?.[1] ?? '';
  assert.ok(ca.startsWith(`http://[::1]:${ports.public}/ca/`), ca);
  const answer = await request(ca);
  assert.match(await answer.body.text(), /^-----BEGIN CERTIFICATE-----/);
});

test('addresses that were set stand in invitations and certificates as they were set', async () => {
  const settings = {
    agentAddress: 'ems.corp.test:443',
    gatewayAddress: 'ems.corp.test:444',
    publicUrl: 'http://[2001:db8::1]:80',
  };
  await using ems = await runningEms({ settings });
  const { listeners } = await ems.admin.call('status', {});
  const { console: _, ...ofDevices } = listeners;
  assert.deepEqual(ofDevices, {
    agent: settings.agentAddress,
    gateway: settings.gatewayAddress,
    public: settings.publicUrl,
  });
  const forGateway = await ems.admin.call('invite', { ...invitation, role: 'gateway' });
  assert.equal(readInvitation(forGateway.invitation).ems, settings.gatewayAddress);
  const { cert } = await ems.enroll();
  assert.match(new X509Certificate(cert).infoAccess ?? '', /OCSP - URI:http:\/\/\[2001:db8::1\](:80)?\/ocsp/);
});

test('a public address with a slash at its end makes no double one', async () => {
  await using ems = await runningEms({ settings: { publicUrl: 'http://pki.corp.test/stile/' } });
  const { cert } = await ems.enroll();
  assert.match(new X509Certificate(cert).infoAccess ?? '', /OCSP - URI:http:\/\/pki\.corp\.test\/stile\/ocsp/);
});
