// The administrator's part: a web CA, hosts approved for the gateway, web proxies in its file, and who sees them.

import { names, writeGatewayFile } from '../../stage/configuration.ts';
import type { Listener } from '../../stage/ports.ts';
import { waitFor } from '../../stage/wait-for.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { command, value } from '../../tell.ts';
import { reload } from '../refusals/turn-away.ts';
import type { StoryWorld } from '../story.ts';
import { webChoices, webHosts } from './hosts.ts';
import type { WebDoor } from './visit.ts';

/**
 * Ends when the agent publishes the name, and the gateway has its certificates.
 * @param server of the applications; the demo's own unless given
 */
export async function publishWeb(world: StoryWorld, agent: WatchedAgent, server?: Listener): Promise<WebDoor> {
  const { stage, tell } = world;
  const { places } = stage;
  await stage.programs.services;
  const ca = await tell.step('web-ca', 'The EMS gets a CA for web certificates, for names of this domain alone', () =>
    makeWebCa(world),
  );
  await tell.step('web-proxy', 'The gateway gets web proxies, and certificates for their hosts', async () => {
    writeGatewayFile(places, webChoices(places, server));
    await reload(world);
    const ems = await stage.ems();
    await waitFor(stage.signal, 'the gateway to publish its web application', async () => {
      const { destinations } = await ems.call('destinations', {});
      return destinations.find(({ kind }) => kind === 'web') ?? null;
    });
    await ems.call('showDestinationTo', { name: 'web-crm', tags: [names.managed], publish: true });
    return { value: undefined, lines: Object.values(webHosts).map((host) => value('host', host)) };
  });
  await tell.step('web-name', 'The name of the application leads to the agent', async () => {
    const seen = await agent.until('the name of the web application', ({ destinations }) => {
      const found = destinations.find(({ destination }) => destination.kind === 'web');
      return found?.state.kind === 'published' ? { ...found.destination, ...found.state } : null;
    });
    world.outcome.destinations = [{ name: seen.host, address: seen.address, port: seen.port }];
    if (!seen.hosts)
      throw new Error(
        `${seen.host} is not in ${places.hostsFile}, so that no browser finds it: that takes root, and a hosts file`,
      );
    return {
      value: undefined,
      facts: { host: seen.host, address: seen.address, port: seen.port },
      lines: [value(seen.host, `${seen.address}:${seen.port}`)],
    };
  });
  return { port: places.ports.proxy, ca };
}

async function makeWebCa({ stage }: StoryWorld) {
  const ems = await stage.ems();
  const { webCa } = await ems.call('createWebCa', { domains: [names.domain], replace: false });
  const { gateways } = await ems.call('gateways', {});
  const [gateway] = gateways;
  if (gateway === undefined) throw new Error('the EMS has no gateway');
  const hosts = Object.values(webHosts);
  await ems.call('approveWebHosts', { id: gateway.id, hosts });
  return {
    value: webCa.certificate,
    facts: { webCa: webCa.id, domains: webCa.domains },
    lines: [
      command(`stile ems web-ca create --domains ${names.domain}`),
      command(`stile ems gateways web-hosts ${gateway.id} ${hosts.join(' ')}`),
    ],
  };
}
