import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesFor } from '../../../ems/addresses.ts';
import { config } from '../../../ems/config.ts';

const ports = { agent: 1, gateway: 2, public: 3, console: 4 };

test('an EMS is found under its first name and the ports it listens on', () => {
  const settings = config.parse({ serverNames: ['ems.corp.test', '192.0.2.1'] });
  assert.deepEqual(addressesFor(settings, ports), {
    agent: 'ems.corp.test:1',
    gateway: 'ems.corp.test:2',
    public: 'http://ems.corp.test:3',
    console: 'https://ems.corp.test:4',
  });
});

test('an IPv6 address stands in brackets', () => {
  const settings = config.parse({ serverNames: ['2001:db8::1'] });
  assert.deepEqual(addressesFor(settings, ports), {
    agent: '[2001:db8::1]:1',
    gateway: '[2001:db8::1]:2',
    public: 'http://[2001:db8::1]:3',
    console: 'https://[2001:db8::1]:4',
  });
});

test('what was set wins, without a slash at its end', () => {
  const settings = config.parse({ agentAddress: 'a.test:443', publicUrl: 'http://pki.corp.test/stile/' });
  const { agent, public: url } = addressesFor(settings, ports);
  assert.deepEqual([agent, url], ['a.test:443', 'http://pki.corp.test/stile']);
});
