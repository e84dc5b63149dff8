// Finds the two services among the names that the agent publishes.

import { names } from '../../stage/configuration.ts';
import type { WatchedAgent } from '../../stage/watch-agent.ts';
import { type PublishedName, publishedIn } from './device.ts';

/** Waits until both are published. */
export async function servicesOf(
  agent: WatchedAgent,
): Promise<{ readonly crm: PublishedName; readonly files: PublishedName }> {
  return agent.until('the names of both services', (state) => {
    const published = publishedIn(state) ?? [];
    const crm = published.find((each) => each.name === names.crm);
    const files = published.find((each) => each.name === names.files);
    return crm === undefined || files === undefined ? null : { crm, files };
  });
}
