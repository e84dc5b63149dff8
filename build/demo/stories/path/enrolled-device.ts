// The beginning that most stories and measurements share: an organisation, its gateway, and one enrolled device.

import { type WatchedAgent, watchAgent } from '../../stage/watch-agent.ts';
import type { StoryWorld } from '../story.ts';
import { enrollDevice } from './device.ts';
import { setUpOrganisation } from './organisation.ts';

/** Ends when the device has its tags and the gateway has published its destinations; the caller disposes of the agent. */
export async function enrolledDevice(world: StoryWorld): Promise<WatchedAgent> {
  const { stage } = world;
  const { gatewayRuns, tags } = await setUpOrganisation(world);
  await stage.programs.agent;
  await using opening = new AsyncDisposableStack();
  const agent = opening.use(await watchAgent(stage.places.sockets.agent, stage.signal));
  await enrollDevice(world, agent, tags);
  await gatewayRuns;
  opening.move();
  return agent;
}
