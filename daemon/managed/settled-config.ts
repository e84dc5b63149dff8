// The daemon's settings with the managed ones over them: some follow every change, the others hold as they were at the start.

import { allSettings, type ManagedValues, type SettingName } from '../../shared/managed/settings.ts';
import type { Config } from '../config.ts';

/** `now`: what is managed at the moment of asking. Managed values outweigh file, environment and command line. */
export function settledConfig(base: Config, now: () => ManagedValues): Config {
  const atStart = now();
  const settled: Config = { ...base };
  for (const [name, { settles }] of allSettings) {
    if (settles.kind !== 'config') continue;
    // The compiler holds the two lists of keys together here; the types of values are the same by daemon/config.ts.
    const key: keyof Config = settles.key;
    const get = () => (settles.taken === 'at-once' ? now() : atStart)[name] ?? base[key];
    Object.defineProperty(settled, key, { get, enumerable: true });
  }
  return settled;
}

/** Settings that have changed since the start and wait for the next one. */
export function waitingSettings(atStart: ManagedValues, now: ManagedValues): readonly SettingName[] {
  return allSettings.flatMap(([name, { settles }]) => {
    const waits = settles.kind === 'config' && settles.taken === 'at-start';
    return waits && JSON.stringify(atStart[name]) !== JSON.stringify(now[name]) ? [name] : [];
  });
}
