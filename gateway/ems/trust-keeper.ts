// Puts in force whom the EMS says to trust, and knows the EMS's own addresses before anybody is let in.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Trust } from './ems-connection.ts';

export interface TrustKeeper {
  /** Addresses that are never dialled for anybody. */
  readonly emsAddresses: readonly string[];
  /** Takes the EMS's word. @throws what looking up its names threw: then nobody is let in yet, or the addresses stay */
  take(next: Trust): Promise<void>;
}

export interface TrustParts {
  /** Host of the address at which this gateway reaches the EMS. */
  readonly emsHost: () => string;
  readonly lookUp: (host: string) => Promise<readonly string[]>;
  /** From now on this counts; everything live is decided again. */
  readonly inForce: (trust: Trust) => void;
}

/**
 * The first trust waits for the addresses: with it the gateway begins to let people in. Every later one counts at once,
 * since it may take a CA away, and once more when the addresses are known.
 */
export function trustKeeper(parts: TrustParts): TrustKeeper {
  let known: readonly string[] | null = null;
  return {
    get emsAddresses() {
      return known ?? [];
    },
    async take(next) {
      if (known !== null) parts.inForce(next);
      const found = await Promise.all([...next.emsAddresses, parts.emsHost()].map(parts.lookUp));
      known = found.flat();
      parts.inForce(next);
    },
  };
}

/** As this machine resolves names, because that is how the gateway itself gets to the EMS. */
export async function lookUpAll(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const answers = await lookup(host, { all: true });
  return answers.map((answer) => answer.address);
}
