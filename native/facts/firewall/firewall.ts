// Whether what comes in unasked is dropped, decided from the packet filter's chains.

import type { FactReading } from '../../../shared/posture/fact.ts';
import type { Chain, Statements } from './nft-ruleset.ts';

/** How deep jumps are followed; nftables itself stops at 16. */
const maxJumps = 16;

/**
 * A family of addresses is filtered if a packet that no rule knows about is dropped or rejected on its way in: by one base
 * chain's policy, or by a rule without condition that comes first. `inet` tables speak for both families.
 */
export function readingOf(chains: readonly Chain[], hasIpv6: boolean): FactReading {
  const filters = (family: string): boolean =>
    chains.some(
      (chain) => (chain.family === family || chain.family === 'inet') && chain.input !== null && drops(chain, chains),
    );
  const ipv6 = filters('ip6') ? 'filtered' : 'open';
  return {
    kind: 'known',
    value: { kind: 'firewall', ipv4: filters('ip') ? 'filtered' : 'open', ipv6: hasIpv6 ? ipv6 : 'absent' },
  };
}

function drops(base: Chain, chains: readonly Chain[]): boolean {
  return (fateIn(base, chains, maxJumps) ?? base.input?.policy) === 'drop';
}

/** What the rules without condition do to every packet; null if they let it fall through. */
function fateIn(chain: Chain, chains: readonly Chain[], jumpsLeft: number): 'accept' | 'drop' | null {
  for (const statements of chain.rules) {
    const last = statements.at(-1);
    if (last === undefined || !isUnconditional(statements)) continue;
    if ('accept' in last) return 'accept';
    if ('drop' in last || 'reject' in last) return 'drop';
    if ('return' in last) return null;
    const target = targetOf(last);
    const next = chains.find((one) => one.family === chain.family && one.table === chain.table && one.name === target);
    if (next === undefined || jumpsLeft === 0) continue;
    const fate = fateIn(next, chains, jumpsLeft - 1);
    if (fate !== null || 'goto' in last) return fate;
  }
  return null;
}

const harmless = ['counter', 'log'];

function isUnconditional(statements: Statements): boolean {
  return statements.slice(0, -1).every((statement) => harmless.some((name) => name in statement));
}

function targetOf({ jump, goto }: Readonly<Record<string, unknown>>): string | null {
  const target = jump ?? goto;
  return typeof target === 'object' && target !== null && 'target' in target && typeof target.target === 'string'
    ? target.target
    : null;
}
