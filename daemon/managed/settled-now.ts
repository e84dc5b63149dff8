// The daemon's settings with what is managed at this moment, for who decides something once and before the daemon is there.

import type { Platform } from '../../native/platform.ts';
import type { Config } from '../config.ts';
import { inForce } from './in-force.ts';
import { lastGoodIn } from './last-good.ts';
import { settledConfig } from './settled-config.ts';

export async function settledNow(config: Config, platform: Pick<Platform, 'name' | 'managed'>): Promise<Config> {
  const reading = await platform.managed.read();
  const { values } = inForce(reading, await lastGoodIn(config.dataDirectory, platform.name).read());
  return settledConfig(config, () => values);
}
