// Asks the kernel's packet filter through nft, and ufw's files where there is no nft.

import { readFile } from 'node:fs/promises';
import type { FactReading } from '../../../shared/posture/fact.ts';
import { runTool } from '../../exec.ts';
import { errorCode, type Probe, unknown, unknownAfter } from '../probe.ts';
import { readingOf } from './firewall.ts';
import { parseNftRuleset } from './nft-ruleset.ts';
import { filtersWithOldTables, hasOwnIpv6, parseUfw } from './parse.ts';

/** `nft` is the tool's path. Only root may see the ruleset. */
export function firewallOfLinux(nft = '/usr/sbin/nft'): Probe {
  return async (signal) => {
    // A ruleset with large address sets is large as well.
    const outcome = await runTool(nft, ['-j', 'list', 'ruleset'], { signal, maxOutputBytes: 16 * 1_048_576 });
    if (outcome.kind === 'missing') return readingOfUfw();
    if (outcome.kind !== 'exited') return unknownAfter(outcome);
    if (outcome.code === 0) return readingOfNft(outcome.stdout);
    return unknown(/not permitted|permission denied/i.test(outcome.stderr) ? 'not-permitted' : 'unreadable');
  };
}

async function readingOfNft(stdout: string): Promise<FactReading> {
  const chains = parseNftRuleset(stdout);
  if (chains === null) return unknown('unreadable');
  const reading = readingOf(chains, await hasIpv6());
  if (reading.kind === 'unknown' || !isOpen(reading)) return reading;
  const oldTables = [await textOf('/proc/net/ip_tables_names'), await textOf('/proc/net/ip6_tables_names')];
  return oldTables.some(filtersWithOldTables) ? unknown('unsupported') : reading;
}

function isOpen(reading: FactReading & { kind: 'known' }): boolean {
  return reading.value.kind === 'firewall' && (reading.value.ipv4 === 'open' || reading.value.ipv6 === 'open');
}

/** Without nft and with ufw switched off something else may filter: that is unknown, not open. */
async function readingOfUfw(): Promise<FactReading> {
  const ufw = parseUfw(await textOf('/etc/ufw/ufw.conf'), await textOf('/etc/default/ufw'));
  if (ufw === null) return unknown('not-available');
  const ipv6 = ufw.ipv6 ? 'filtered' : 'open';
  return { kind: 'known', value: { kind: 'firewall', ipv4: 'filtered', ipv6: (await hasIpv6()) ? ipv6 : 'absent' } };
}

async function hasIpv6(): Promise<boolean> {
  return hasOwnIpv6(await textOf('/proc/net/if_inet6'));
}

/** The text of a file, empty if it does not exist. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
