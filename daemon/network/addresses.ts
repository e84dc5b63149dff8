// Reads the device's addresses as its facts tell them.

import type { FactSource } from '../../native/facts/facts.ts';
import { ipAddressesFact } from '../../shared/posture/fact-name.ts';

/** Besides loopback; null if they cannot be read. */
export async function readAddresses(
  facts: Pick<FactSource, 'collect'>,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  const { reading } = await facts.collect(ipAddressesFact, signal);
  return reading.kind === 'known' && reading.value.kind === 'ip-addresses' ? reading.value.addresses : null;
}
