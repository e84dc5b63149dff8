// Takes the tag that everything needs from the device, and gives it back.

import { rm, writeFile } from 'node:fs/promises';
import { isPublished } from './device.ts';
import type { Stage } from './stage.ts';

/** Returns when the device has heard that the tag is gone, and with it the names; what was open has been cut or will be at once. */
export async function loseTag({ organisation, device }: Stage): Promise<void> {
  await rm(organisation.marker);
  await device.until(({ destinations }) => destinations.length === 0);
}

/** Returns when every name is published again. */
export async function regainTag({ organisation, device, uid }: Stage): Promise<void> {
  await writeFile(organisation.marker, '');
  await device.until(({ destinations }) => destinations.length > 0 && destinations.every(isPublished));
  await organisation.knows(uid);
}
