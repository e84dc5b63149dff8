// Adds to the machine's facts who has signed in on it, as far as the agent has heard.

import type { FactSource } from '../../native/facts/facts.ts';
import type { FactReading } from '../../shared/posture/fact.ts';
import { userIdentityFact } from '../../shared/posture/fact-name.ts';

/** @param verified the subjects of now; null where the EMS has not told yet */
export function withUserIdentity(source: FactSource, verified: () => readonly string[] | null): FactSource {
  return {
    collect: (name, signal) =>
      name === userIdentityFact
        ? Promise.resolve({ fact: name, reading: readingOf(verified()) })
        : source.collect(name, signal),
    // Whoever hears of a change has everything looked at again.
    watch: (names, onChange) =>
      source.watch(
        names.filter((name) => name !== userIdentityFact),
        onChange,
      ),
  };
}

function readingOf(verified: readonly string[] | null): FactReading {
  if (verified === null) return { kind: 'unknown', reason: 'not-collected' };
  return { kind: 'known', value: { kind: 'user-identity', verified: [...new Set(verified)].sort().slice(0, 64) } };
}
