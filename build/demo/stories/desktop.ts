// The story `desktop`: a person enrolls with the desktop app, sees how the device stands, loses access and gets it back.

import { shellPackages } from '../../set-up/packages.ts';
import { watchAgent } from '../stage/watch-agent.ts';
import { tellEnrolment } from './desktop/enrolment.ts';
import { foundOnTheDesktop } from './desktop/found.ts';
import { tellLoss } from './desktop/loss.ts';
import { tellPages } from './desktop/pages.ts';
import { openDesktop, openWindow } from './desktop/program.ts';
import { tellWindow } from './desktop/window.ts';
import { setUpOrganisation } from './path/organisation.ts';
import type { Story } from './story.ts';

export const desktop: Story = {
  name: 'desktop',
  sentence: 'a person enrolls with the desktop app, sees why access is lost, puts it right, and closes the window',
  packages: shellPackages,
  async tell(world) {
    const { tell, stage } = world;
    tell.chapter('An organisation, and a laptop that is not enrolled yet');
    const { gatewayRuns, tags } = await setUpOrganisation(world);
    await stage.programs.agent;
    await using agent = await watchAgent(stage.places.sockets.agent, stage.signal);
    tell.chapter('Its user opens the desktop app');
    // Stays open after the story for whoever looks at it; it carries the stage's mark and ends with it.
    const shell = await tell.step('start', 'The app starts, with nothing but an icon in the tray', () =>
      openDesktop(world),
    );
    await tellEnrolment(world, { agent, shell, tags });
    await gatewayRuns;
    tell.chapter('Every page');
    await tellPages(world, shell);
    tell.chapter('Posture is lost, and put right');
    await tellLoss(world, { agent, shell });
    tell.chapter('The window is closed');
    await tellWindow(world, shell);
    // For whoever goes on with it.
    await openWindow(shell);
  },
  found: foundOnTheDesktop,
};
