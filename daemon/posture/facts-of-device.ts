// All facts of this device: what the machine tells, how the agent's own key is kept, and who has signed in.

import type { FactSource } from '../../native/facts/facts.ts';
import { machineKeyOf } from '../keys/kept-key.ts';
import { withMachineKey } from '../keys/key-fact.ts';
import { withUserIdentity } from '../sign-in/identity-fact.ts';
import type { World } from '../world.ts';

/** @param verified the subjects of those who have signed in; null while nobody knows */
export function factsOfDevice(
  { platform, config, saved }: World,
  verified: () => readonly string[] | null,
): FactSource {
  const ofMachine = platform.facts({ processPollMs: config.processPollMs });
  const level = () => machineKeyOf(saved.keptKey).level;
  return withUserIdentity(withMachineKey(ofMachine, level), verified);
}
