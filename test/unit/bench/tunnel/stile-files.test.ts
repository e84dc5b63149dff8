// The files of our own programs in a benchmark are ones that the programs take.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentFile, emsFile, gatewayFile, stilePlaces } from '../../../../bench/tunnel/peers/stile-files.ts';
import { config as agentConfig } from '../../../../daemon/config.ts';
import { parseConfig as parseEmsConfig } from '../../../../ems/config.ts';
import { parseConfig as parseGatewayConfig } from '../../../../gateway/config/parse.ts';

const places = stilePlaces('/f/stile');

test('the agent writes into no hosts file but its own', () => {
  const settings = agentConfig.parse(JSON.parse(agentFile(places)));
  assert.deepEqual([settings.hostsFile, settings.dataDirectory], ['/f/stile/hosts', '/f/stile/agent']);
});

test('the EMS is at the address of the server side', () => {
  const settings = parseEmsConfig('ems.conf', emsFile(places, '198.18.236.2'));
  assert.deepEqual([settings.agent.host, settings.serverNames], ['198.18.236.2', ['198.18.236.2']]);
});

test('the gateway lets every device to the three services', () => {
  const settings = parseGatewayConfig(gatewayFile(places, '198.18.236.2'), 'gateway.conf');
  assert.deepEqual(
    settings['ztna-destination'].map(({ name, address, mappedport }) => [name, address, mappedport]),
    [
      ['echo', '198.18.236.2', 7_001],
      ['source', '198.18.236.2', 7_002],
      ['sink', '198.18.236.2', 7_003],
    ],
  );
  assert.ok(settings.limits['streams-per-device'] > 5_000, 'the idle tunnels are all of one device');
  assert.deepEqual(settings.policy[0]?.['ztna-ems-tag'], ['all_registered_clients']);
});
