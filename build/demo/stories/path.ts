// The story `path`: a device enrolls, reaches services by name, loses them with its posture, and gets them back.

import { watchAgent } from '../stage/watch-agent.ts';
import { enrollDevice } from './path/device.ts';
import { foundOnThePath } from './path/found.ts';
import { setUpOrganisation } from './path/organisation.ts';
import { losePosture, recover } from './path/posture.ts';
import { reachServices } from './path/reach.ts';
import type { Story } from './story.ts';

export const path: Story = {
  name: 'path',
  sentence: 'a device enrolls, reaches services by name, and loses them the moment its posture fails',
  async tell(world) {
    world.tell.chapter('An organisation sets up its EMS and its gateway');
    const { gatewayRuns, tags } = await setUpOrganisation(world);
    await world.stage.programs.agent;
    await using agent = await watchAgent(world.stage.places.sockets.agent, world.stage.signal);
    world.tell.chapter('A device becomes one of its managed devices');
    await enrollDevice(world, agent, tags);
    await gatewayRuns;
    world.tell.chapter('It reaches protected services by their names');
    await reachServices(world, agent);
    world.tell.chapter('The device is no longer what the rules ask for');
    await losePosture(world, agent);
    world.tell.chapter('It is put right');
    await recover(world, agent);
  },
  found: foundOnThePath,
};
