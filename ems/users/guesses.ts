// Slows down guessing of passwords: each try costs, of the account it names and of the address it comes from.

import type { Clock } from '../../shared/clock.ts';
import { neighbourhood } from '../invitations/neighbourhood.ts';
import { makeTokenBuckets } from '../invitations/token-buckets.ts';

export interface Guesses {
  /**
   * Counts a try before it is made, or a hundred at the same time would all find room. Seconds to wait if there were too many;
   * 0 if it may be made. It is the same for accounts that there are not.
   */
  take(account: string, source: string): number;
  /** The password was right: the try was no guess. */
  wasRight(account: string, source: string): void;
}

/** Against 12 characters: fifteen hundred tries a day lead nowhere, and whoever mistypes waits a minute at most. */
const perAccount = { tokens: 10, refillMs: 60_000 };
const perAddress = { tokens: 20, refillMs: 6_000 };

export function makeGuesses(clock: Clock): Guesses {
  const accounts = makeTokenBuckets(clock, perAccount);
  const addresses = makeTokenBuckets(clock, perAddress);
  return {
    take(account, source) {
      const address = neighbourhood(source);
      // The address first: one that must wait cannot make the tries of others be forgotten.
      const seconds = addresses.wait(address) || accounts.wait(account);
      if (seconds > 0) return seconds;
      addresses.spend(address);
      accounts.spend(account);
      return 0;
    },
    wasRight(account, source) {
      addresses.giveBack(neighbourhood(source));
      accounts.giveBack(account);
    },
  };
}
