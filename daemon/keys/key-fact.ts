// Adds to the machine's facts the one that only the agent knows: how its own key is kept.

import type { FactSource } from '../../native/facts/facts.ts';
import { machineKeyFact } from '../../shared/posture/fact-name.ts';
import type { KeyAssurance } from '../../shared/posture/key-assurance.ts';

/** @param level of the key in use at the time of the look */
export function withMachineKey(source: FactSource, level: () => KeyAssurance): FactSource {
  return {
    collect: (name, signal) =>
      name === machineKeyFact
        ? Promise.resolve({
            fact: name,
            reading: { kind: 'known', value: { kind: 'machine-key', level: level() } },
          })
        : source.collect(name, signal),
    // Whoever changes the key has everything looked at again.
    watch: (names, onChange) =>
      source.watch(
        names.filter((name) => name !== machineKeyFact),
        onChange,
      ),
  };
}
