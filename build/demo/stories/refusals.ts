// The story `refusals`: whoever should not get in is turned away, and whoever must go is cut off, each with its code.

import type { Found, Outcome } from '../summary.ts';
import { enrolledDevice } from './path/enrolled-device.ts';
import { awaitReach } from './path/reach.ts';
import { servicesOf } from './path/services.ts';
import { cutEverythingOff } from './refusals/cut-off.ts';
import { turnEverybodyAway } from './refusals/turn-away.ts';
import type { Story } from './story.ts';

export const refusals: Story = {
  name: 'refusals',
  sentence: 'whoever should not get in is turned away, and whoever must go is cut off, each with its code',
  async tell(world) {
    world.tell.chapter('An organisation with one managed device');
    await using agent = await enrolledDevice(world);
    await awaitReach(world, agent);
    const { crm } = await servicesOf(agent);
    world.tell.chapter('Whoever should not get in is turned away');
    const house = await turnEverybodyAway(world);
    world.tell.chapter('Whatever ends an access ends it at once, however it is carried');
    await cutEverythingOff(world, agent, house, crm);
  },
  found: foundOnRefusals,
};

export function foundOnRefusals({ uid, refusals: turned, kill }: Outcome): Found {
  const isAll =
    uid !== null && turned !== null && turned.refused > 0 && turned.wronglyAccepted === 0 && kill?.empty === 0;
  const facts = {
    refused: turned?.refused ?? 0,
    wronglyAccepted: turned?.wronglyAccepted ?? 0,
    killCells: kill?.cells ?? 0,
    killEmpty: kill?.empty ?? 0,
  };
  const rows: [string, string][] = [
    ['turned away', `${facts.refused}, wrongly accepted: ${facts.wronglyAccepted}`],
    ['cut off', `${facts.killCells} cells, empty: ${facts.killEmpty}`],
  ];
  return { isAll, facts, rows };
}
