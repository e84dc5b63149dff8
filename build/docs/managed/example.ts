// An example of each managed setting that a system knows and that is no secret; pure.

import { installLayouts } from '../../../shared/install/layout.ts';
import type { ManagedSystem, SettingValue } from '../../../shared/managed/setting.ts';
import { allSettings } from '../../../shared/managed/settings.ts';

export function exampleFor(system: ManagedSystem): Readonly<Record<string, SettingValue>> {
  const shown = allSettings.filter(([, { systems, isSecret }]) => systems.includes(system) && !isSecret);
  const examples = shown.map(([name, { example }]) => [name, example] as const);
  return { ...Object.fromEntries(examples), InvitationFile: installLayouts[system].invitationFile };
}
