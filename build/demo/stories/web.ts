// The story `web`: a person opens a protected web application in a browser, by the certificate of the device and its user.

import { browserPackages } from '../../set-up/packages.ts';
import { enrolledDevice } from './path/enrolled-device.ts';
import type { Story } from './story.ts';
import { tellCodes } from './web/codes.ts';
import { foundOnTheWeb } from './web/found.ts';
import { publishWeb } from './web/organisation.ts';
import { tellPerson } from './web/person.ts';

export const web: Story = {
  name: 'web',
  sentence:
    'a browser opens a protected web application with the certificate of its user, and loses it when that is revoked',
  packages: browserPackages,
  async tell(world) {
    world.tell.chapter('An organisation with one managed device and a web application');
    await using agent = await enrolledDevice(world);
    const door = await publishWeb(world, agent);
    world.tell.chapter('Who comes without the right certificate is told why, and what to do');
    const own = await tellCodes(world, agent, door);
    world.tell.chapter('Its user opens the application in a browser');
    await tellPerson(world, agent, { own, door });
  },
  found: foundOnTheWeb,
};
