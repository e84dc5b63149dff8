import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteName } from '../../../shared/ids.ts';
import { runningEms } from '../../doubles/running-ems.ts';
import { openLink } from './agent-link.ts';

const sites = [siteName.parse('default')];

test('agents hear of every change of what they may see or are judged by', async () => {
  await using ems = await runningEms();
  const device = await ems.enroll();
  const gateway = await ems.approvedGateway();
  await using client = ems.gatewayClient(gateway);
  using link = openLink(ems, 'agent', device);
  let { revision } = await link.hear((event) => event.type === 'beat');
  const rule = { id: 1, os: 'linux', type: 'file', negated: false, path: '/etc/managed' } as const;
  const [known] = (await ems.admin.call('gateways', {})).gateways;
  assert.ok(known);
  const { id } = known;
  const destinations = [{ name: 'crm', host: 'crm.corp.test', port: 80, kind: 'tcp' as const, needs: [] }];
  const changes = [
    () => ems.admin.call('putRule', { rule }),
    () => client.call('destinations', { body: { addresses: ['192.0.2.1:9443'], destinations } }),
    () => ems.admin.call('showDestinationTo', { name: 'crm', tags: ['*'], publish: true }),
    () => ems.admin.call('approveGateway', { id, names: ['gw2.corp.test'], sites }),
    () => ems.admin.call('withdrawGateway', { id }),
  ];
  for (const change of changes) {
    await change();
    const before = revision;
    const isNews = (event: (typeof link.heard)[number]) =>
      event.type === 'changed' && event.what === 'profile' && event.revision > before;
    revision = (await link.hear(isNews)).revision;
  }
});
