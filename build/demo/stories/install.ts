// The story `install`: packages are built, installed without a person, used, upgraded, and removed without a trace.

import path from 'node:path';
import { machinePackages, windowsPackagingPackages } from '../../set-up/packages.ts';
import type { Installation } from '../summary.ts';
import { value } from '../tell.ts';
import { tellDeb } from './install/deb.ts';
import { foundOfInstallation } from './install/found.ts';
import { buildPackages, packageNeeds } from './install/packages.ts';
import { openPremises } from './install/premises.ts';
import { tellRpm } from './install/rpm.ts';
import { setUpEms, setUpGateway, setUpRules } from './install/server.ts';
import { tellWindows } from './install/windows.ts';
import type { Story } from './story.ts';

export const install: Story = {
  name: 'install',
  sentence: 'packages are built, installed silently, upgraded, and removed without a trace, on machines of their own',
  hasOwnMachines: true,
  packages: [...machinePackages, ...packageNeeds, ...windowsPackagingPackages],
  async tell(world) {
    const { tell, stage, outcome } = world;
    tell.chapter('Packages, built from these sources');
    const built = await buildPackages(world);
    const found: Installation = { deb: null, rpm: null, nsis: null, msi: null, ...built.found };
    outcome.installation = found;
    tell.chapter('An organisation, out of its own packages');
    await using premises = await openPremises(stage.signal);
    const { server } = premises;
    await tell.step('ems', 'The EMS is installed, and runs as its own user in a sandbox', async () => {
      await setUpEms(server, built.file('stile-ems', 'deb'));
      return { value: undefined, lines: [value('package', path.basename(built.file('stile-ems', 'deb')))] };
    });
    await tell.step('gateway', 'So is a gateway, which joins and is approved', async () => {
      await setUpGateway(server, built.file('stile-gateway', 'deb'));
      await setUpRules(server);
      return { value: undefined };
    });
    tell.chapter('A laptop with Debian');
    found.deb = await tellDeb(world, premises, built);
    tell.chapter('A laptop with packages of RPM');
    found.rpm = await tellRpm(world, premises, built);
    tell.chapter('Windows');
    Object.assign(found, await tellWindows(world));
  },
  found: foundOfInstallation,
};
