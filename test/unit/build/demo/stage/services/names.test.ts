// The name server of the stage: real answers over UDP.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { test } from 'node:test';
import { startNames } from '../../../../../../build/demo/stage/services/names.ts';

test('known names are answered, others do not exist, and nonsense is survived', async () => {
  const probe = createSocket('udp4');
  probe.bind(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');

  await using _names = await startNames('127.0.0.1', port, { 'crm.corp.test': '198.18.235.10' });
  const nonsense = createSocket('udp4');
  nonsense.send('no packet', port, '127.0.0.1', () => nonsense.close());
  await once(nonsense, 'close');

  const resolver = new dns.Resolver({ timeout: 1_000, tries: 3 });
  resolver.setServers([`127.0.0.1:${port}`]);
  assert.deepEqual(await resolver.resolve4('CRM.corp.test'), ['198.18.235.10']);
  await assert.rejects(resolver.resolve4('other.corp.test'), { code: 'ENOTFOUND' });
  await assert.rejects(resolver.resolve6('crm.corp.test'), { code: 'ENODATA' });
});
